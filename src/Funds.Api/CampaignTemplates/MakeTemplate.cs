using CivicPlatform.Funds.Campaigns;

namespace CivicPlatform.Funds.CampaignTemplates;

/// <summary>
/// POST /campaigns/{id}/templates: keeps a closed campaign's rules for the next estate; GET /campaign-templates shows
/// those of the own office and what others of the city share.
/// </summary>
public static class MakeTemplate
{
    private const int MaxSteps = 100;

    private const string DueSql =
        "select due_on, sum(amount) from instalments where campaign_id = $1 group by due_on order by due_on limit $2";

    private const string InsertSql =
        "insert into campaign_templates (id, campaign_id, street_code, division_code, city_code, title, " +
        "trigger_rule, surplus_rule, remind_every_days, remind_quiet_from, remind_quiet_until, remind_messages, " +
        "step_days, step_shares, shared, created_by) " +
        "values ($1, $2, $3, $4, left($3, 4), $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";

    private const string ListSql = $"select {TemplateView.ColumnsSql} where t.id > $1 order by t.id limit $2";

    internal const string OneSql = $"select {TemplateView.ColumnsSql} where t.id = $1";

    public sealed record Request
    {
        /// <summary>What others read; no name of a person or an estate.</summary>
        public required string Title { get; init; }

        /// <summary>True lets every office of the city see and copy it.</summary>
        public bool Shared { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/campaigns/{id:guid}/templates", PostAsync).Requires(Permissions.CampaignWrite)
            .WithTags("Campaign templates").WithSummary("Keep a collection's rules for the next estate (生成同款)")
            .WithDescription(
                "Of a closed one: 409 campaign_templates.not_closed; of no cost agreement: 422 " +
                "campaign_templates.of_agreement. Trigger, surplus and reminder rules, and the " +
                "instalments as days and shares; no price, household, money, account or decision goes with them. 404 " +
                "campaigns.not_found.")
            .WithRequestExample("""{"title":"无维修资金小区电梯大修自筹","shared":true}""");
        routes.MapGet("/campaign-templates", ListAsync).Requires(Permissions.CampaignTemplateRead)
            .WithTags("Campaign templates").WithSummary("List templates of the office and its city (同款列表)")
            .WithDescription("Oldest first; keyset pages by after and limit (1 to 200).");
        routes.MapGet("/campaign-templates/{id:guid}", GetAsync).Requires(Permissions.CampaignTemplateRead)
            .WithTags("Campaign templates").WithSummary("Read a template (同款详情)")
            .WithDescription("404 campaign_templates.not_found, also where its office does not share it.");
    }

    private static async Task<Results<Created<TemplateView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, FundsDbContext db, CurrentUser user, CancellationToken ct)
    {
        if (new ShapeCheck().Text(request.Title, 100).Error is { } malformed) return malformed.ToProblem();
        var found = await CampaignLock.TakeAsync(db, id, ct);
        if (!found.Succeeded(out var campaign, out var error)) return error.ToProblem();
        if (campaign.Status is not CampaignStatus.CLOSED) return TemplateErrors.NotClosed(campaign.Status).ToProblem();
        if (campaign.AgreementId is not null) return TemplateErrors.OfAgreement.ToProblem();
        var due = await db.RowsAsync(Sql.Command(DueSql, id, MaxSteps),
            r => (r.GetFieldValue<DateOnly>(0), r.Money(1)), ct);
        var steps = TemplateSteps.Of(campaign.OpenedOn!.Value, due);

        var template = Guid.CreateVersion7();
        await db.RunAsync([Sql.Command(InsertSql, template, id, campaign.StreetCode, campaign.DivisionCode,
            request.Title, campaign.TriggerRule.ToString(), campaign.SurplusRule, campaign.RemindEveryDays,
            campaign.RemindQuietFrom, campaign.RemindQuietUntil, campaign.RemindMessages,
            steps.Select(s => s.AfterDays).ToArray(), steps.Select(s => s.ShareBasisPoints).ToArray(),
            request.Shared, user.Subject)], ct);
        db.Audit.Record(user, "campaign_templates.make", template, campaign.StreetCode);
        await db.SaveChangesAsync(ct);
        var view = await db.RowsAsync(Sql.Command(OneSql, template), TemplateView.Map, ct);
        return TypedResults.Created($"/api/v1/campaign-templates/{template}", view[0]);
    }

    private static async Task<Ok<Page<TemplateView>>> ListAsync(
        Guid? after, int? limit, FundsDbContext db, CancellationToken ct)
    {
        var size = Math.Clamp(limit ?? Page.DefaultLimit, 1, Page.MaxLimit);
        var rows = await db.RowsAsync(
            Sql.Command(ListSql, after ?? Guid.Empty, size + 1), TemplateView.Map, ct);
        return TypedResults.Ok(Page.Of(rows, size, row => row.Id.ToString()));
    }

    private static async Task<Results<Ok<TemplateView>, ProblemHttpResult>> GetAsync(
        Guid id, FundsDbContext db, CancellationToken ct)
    {
        var found = await db.RowsAsync(Sql.Command(OneSql, id), TemplateView.Map, ct);
        return found.Count == 0 ? TemplateErrors.NotFound.ToProblem() : TypedResults.Ok(found[0]);
    }
}
