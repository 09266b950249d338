using CivicPlatform.Funds.Campaigns;

namespace CivicPlatform.Funds.CampaignTemplates;

/// <summary>
/// POST /campaign-templates/{id}/copies: a draft for another estate by the same rules (RAISE-13); it needs its own
/// owners' decision before anybody owes anything (RAISE-01).
/// </summary>
public static class CopyTemplate
{
    private const string OriginSql = "update campaigns set template_id = $2 where id = $1";

    public sealed record Request
    {
        public required Guid EstateId { get; init; }

        /// <summary>The estate's own account.</summary>
        public required Guid AccountId { get; init; }

        public required string Title { get; init; }

        /// <summary>Yuan per m²: what these owners pay they resolve themselves.</summary>
        public required Money UnitPrice { get; init; }

        public Guid? CaseId { get; init; }
    }

    /// <param name="Steps">Days and shares that the next contract may follow; nothing is reserved.</param>
    public sealed record Response(Guid TemplateId, CampaignView Campaign, IReadOnlyList<TemplateStep> Steps);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/campaign-templates/{id:guid}/copies", PostAsync).Requires(Permissions.CampaignWrite)
            .WithTags("Campaign templates").WithSummary("Start a collection by a template (一键同款)")
            .WithDescription(
                "A draft of the caller's own estate and account, without a decision (RAISE-01). 404 " +
                "campaign_templates.not_found, accounts.not_found; 422 campaigns.account_is_maintenance_fund, rule " +
                "FUND-01.")
            .WithRequestExample(
                """
                {"estateId":"01a1fc78-884c-7a7a-9c0a-e33201116603","accountId":"01a1fc79-10a4-7d35-8f0e-0d2b6c1a7e11",
                 "title":"电梯大修自筹","unitPrice":"17.93"}
                """);

    private static async Task<Results<Created<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, FundsDbContext db, CreateCampaign.Handler create, CurrentUser user, HttpContext http,
        CancellationToken ct)
    {
        var found = await db.RowsAsync(Sql.Command(MakeTemplate.OneSql, id), TemplateView.Map, ct);
        if (found.Count == 0) return TemplateErrors.NotFound.ToProblem();
        var rules = found[0];
        var created = await create.HandleAsync(new CreateCampaign.Request
        {
            EstateId = request.EstateId,
            AccountId = request.AccountId,
            Title = request.Title,
            UnitPrice = request.UnitPrice,
            CaseId = request.CaseId,
            TriggerRule = rules.TriggerRule,
            SurplusRule = rules.SurplusRule,
            Reminders = rules.Reminders,
        }, user, ct);
        if (!created.Succeeded(out var campaign, out var error)) return error.ToProblem();
        await db.RunAsync([Sql.Command(OriginSql, campaign.Id, id)], ct);
        http.SetETag(campaign.Tag);
        return TypedResults.Created($"/api/v1/campaigns/{campaign.Id}",
            new Response(id, CampaignView.Of(campaign), rules.Steps));
    }
}
