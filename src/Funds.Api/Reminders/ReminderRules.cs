namespace CivicPlatform.Funds.Reminders;

/// <summary>What a step of the ladder is (RAISE-09).</summary>
public static class ReminderSteps
{
    /// <summary>A private message to the household.</summary>
    public const string Message = "MESSAGE";

    /// <summary>A visit of the community.</summary>
    public const string Visit = "VISIT";

    public static readonly IReadOnlyList<string> All = [Message, Visit];
}

/// <summary>How a campaign reminds. Pure; the numbers are the campaign's.</summary>
/// <param name="EveryDays">A household hears at most once in so many days.</param>
/// <param name="QuietFrom">Civil time of day from which nobody is told anything.</param>
/// <param name="QuietUntil">Civil time of day at which the quiet ends; what came in it waits until then.</param>
/// <param name="Messages">Private messages before the community visits.</param>
public sealed record ReminderRules(int EveryDays, TimeOnly QuietFrom, TimeOnly QuietUntil, int Messages)
{
    public static readonly ReminderRules Default = new(3, new TimeOnly(21, 0), new TimeOnly(8, 0), 3);

    /// <summary>The moment, or the end of the quiet hours that it lies in: their start is quiet, the end not.</summary>
    public DateTimeOffset SendAt(DateTimeOffset civilNow)
    {
        var local = civilNow.ToOffset(CivilTime.Offset);
        var time = TimeOnly.FromTimeSpan(local.TimeOfDay);
        if (QuietFrom == QuietUntil || !time.IsBetween(QuietFrom, QuietUntil)) return civilNow;
        var morning = new DateTimeOffset(local.Date, CivilTime.Offset) + QuietUntil.ToTimeSpan();
        return (morning > local ? morning : morning.AddDays(1)).ToUniversalTime();
    }

    /// <summary>Whether a household that was last told at that moment may be told again.</summary>
    public bool MayTell(DateTimeOffset? last, DateTimeOffset sendAt) =>
        last is not { } before || sendAt >= before.AddDays(EveryDays);

    /// <summary>The step after so many; null once only people go on.</summary>
    public string? StepAfter(int level) => level < Messages ? ReminderSteps.Message
        : level == Messages ? ReminderSteps.Visit : null;
}

/// <summary>A household that owes, and how far it was reminded.</summary>
/// <param name="Level">Last step that counts; 0 before the first.</param>
/// <param name="LastAt">When it was or will be told.</param>
public sealed record UnpaidHousehold(Guid BillId, int Level, DateTimeOffset? LastAt);

/// <summary>What a run decided about one household.</summary>
public sealed record PlannedReminder(Guid BillId, int Level, string Step);

/// <summary>What one run does: at most one step a household. Pure (RAISE-09).</summary>
public sealed record ReminderPlan(IReadOnlyList<PlannedReminder> Steps, int TooSoon, int LeftToPeople)
{
    public static ReminderPlan Of(
        IReadOnlyList<UnpaidHousehold> unpaid, ReminderRules rules, DateTimeOffset sendAt)
    {
        var steps = new List<PlannedReminder>(unpaid.Count);
        var (tooSoon, left) = (0, 0);
        foreach (var household in unpaid)
        {
            if (rules.StepAfter(household.Level) is not { } step) left++;
            else if (!rules.MayTell(household.LastAt, sendAt)) tooSoon++;
            else steps.Add(new PlannedReminder(household.BillId, household.Level + 1, step));
        }

        return new ReminderPlan(steps, tooSoon, left);
    }
}
