using CivicPlatform.Funds.Campaigns;
using CivicPlatform.Funds.Reminders;
using Npgsql;

namespace CivicPlatform.Funds.CampaignTemplates;

/// <summary>One payment step of the works: when, and how much of the whole.</summary>
/// <param name="AfterDays">Days after the opening.</param>
/// <param name="ShareBasisPoints">Of all instalments; the steps add up to 10,000.</param>
public sealed record TemplateStep(int AfterDays, int ShareBasisPoints);

/// <summary>Rules and steps of a closed campaign: no household, money, account or decision.</summary>
/// <param name="IsOwn">Of the caller's offices; others' are there because they were shared in the city.</param>
public sealed record TemplateView(
    Guid Id, string Title, TriggerRule TriggerRule, [CodesOf(typeof(SurplusRules))] string SurplusRule,
    ReminderRules Reminders, IReadOnlyList<TemplateStep> Steps, bool Shared, bool IsOwn, DateTimeOffset CreatedAt)
{
    internal const string ColumnsSql =
        "t.id, t.title, t.trigger_rule, t.surplus_rule, t.remind_every_days, t.remind_quiet_from, " +
        "t.remind_quiet_until, t.remind_messages, t.step_days, t.step_shares, t.shared, " +
        "t.street_code = any(platform.scope_streets()), t.created_at from campaign_templates t";

    internal static TemplateView Map(NpgsqlDataReader r) => new(r.GetGuid(0), r.GetString(1),
        Enum.Parse<TriggerRule>(r.GetString(2)), r.GetString(3),
        new ReminderRules(r.GetInt32(4), r.GetFieldValue<TimeOnly>(5), r.GetFieldValue<TimeOnly>(6), r.GetInt32(7)),
        [.. r.GetFieldValue<int[]>(8).Zip(r.GetFieldValue<int[]>(9), (days, share) => new TemplateStep(days, share))],
        r.GetBoolean(10), r.GetBoolean(11), r.GetFieldValue<DateTimeOffset>(12));
}

/// <summary>Refusals of templates.</summary>
public static class TemplateErrors
{
    public static readonly Error NotFound = Error.NotFound("campaign_templates.not_found", "没有这个同款模板");

    public static readonly Error OfAgreement = Error.Refused(
        "campaign_templates.of_agreement", "加装费用分摊协议的收款不能作为同款", "RAISE-13");

    public static Error NotClosed(CampaignStatus status) =>
        Error.Conflict("campaign_templates.not_closed", "只有已经结束的筹集活动可以作为同款") with
        {
            Detail = $"当前状态：{status}",
        };
}

/// <summary>What of the instalments stays when their money is left out. Pure.</summary>
public static class TemplateSteps
{
    private const int Whole = 10_000;

    /// <summary>One step a day, oldest first; the shares add up to the whole by FUND-17, whatever was owed.</summary>
    public static IReadOnlyList<TemplateStep> Of(DateOnly openedOn, IReadOnlyList<(DateOnly DueOn, Money Amount)> due)
    {
        if (due.Count == 0) return [];
        var days = due.GroupBy(d => Math.Max(0, d.DueOn.DayNumber - openedOn.DayNumber)).OrderBy(g => g.Key)
            .Select(g => (Days: g.Key, Fen: g.Sum(d => d.Amount.Fen))).ToArray();
        var split = Apportionment.Split(
            new Money(Whole), [.. days.Select((d, i) => new Bearer($"{i}", new Weight(d.Fen)))]);
        if (!split.Succeeded(out var shares, out var error)) throw new InvalidOperationException(error.Code);
        return [.. days.Zip(shares, (d, share) => new TemplateStep(d.Days, (int)share.Fen))];
    }
}
