using CivicPlatform.Funds.Ledger;

namespace CivicPlatform.Funds.Campaigns;

/// <summary>POST /campaigns/{id}/open: issues the bills on an effective decision (RAISE-01).</summary>
public static class OpenCampaign
{
    private const string DecisionSql =
        "select decision_id, estate_id, case_id, scope, revoked from decisions where decision_id = $1";

    public sealed record Request
    {
        /// <summary>The decision, when the draft did not name it.</summary>
        public Guid? DecisionId { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/campaigns/{id:guid}/open", PostAsync).Requires(Permissions.CampaignWrite)
            .WithTags("Campaigns").WithSummary("Open a collection and issue the bills (开始筹集)")
            .WithDescription(
                "Needs an effective decision of the whole estate: 422 campaigns.no_effective_decision, " +
                "campaigns.decision_of_other_estate, campaigns.decision_too_narrow, campaigns.decision_revoked, rule " +
                "RAISE-01. Bills are area × unitPrice by unit. 409 campaigns.not_draft, campaigns.another_is_open; " +
                "campaigns.no_units and campaigns.register_incomplete pass by themselves (Retry-After). If-Match is " +
                "checked when given (412). The body may be left out.")
            .WithRequestExample("""{"decisionId":"01a1fc79-33c2-7b44-a1d0-7d7c51b0a901"}""");

    private static async Task<Results<Ok<CampaignView>, ProblemHttpResult>> PostAsync(
        Guid id, Request? request, Handler handler, HttpContext http, CancellationToken ct)
    {
        var result = await handler.HandleAsync(id, request?.DecisionId, http, ct);
        if (!result.Succeeded(out var view, out var error)) return error.ToProblem();
        return TypedResults.Ok(view);
    }

    public sealed class Handler(FundsDbContext db, ICivilClock civil, CurrentUser user, TimeProvider clock)
    {
        public async Task<Result<CampaignView>> HandleAsync(
            Guid id, Guid? decisionId, HttpContext http, CancellationToken ct)
        {
            var found = await CampaignLock.TakeAsync(db, id, ct);
            if (!found.Succeeded(out var campaign, out var error)) return error;
            if (http.CheckIfMatch(campaign.Tag) is { } stale) return stale;

            var decision = await FindDecisionAsync(decisionId ?? campaign.DecisionId, ct);
            var today = CivilTime.DayOf(await civil.NowAsync(campaign.StreetCode, ct));
            if (campaign.Open(decision, today).Error is { } refused) return refused;
            if (await OtherOpenAsync(campaign, ct)) return CampaignErrors.AnotherIsOpen;
            var drawn = await BillIssue.DrawUpAsync(db, campaign, ct);
            if (!drawn.Succeeded(out var bills, out var incomplete)) return incomplete;

            await IssueAsync(campaign, bills, ct);
            http.SetETag(campaign.Tag);
            var buildings = await BuildingReader.ReadAsync(db, campaign.Id, ct);
            return CampaignView.Of(campaign) with { Totals = BuildingReader.Sum(buildings) };
        }

        private async Task IssueAsync(Campaign campaign, IReadOnlyList<Bill> bills, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            foreach (var message in CampaignEvents.Opened(campaign, bills, now)) db.Outbox.Enqueue(message);
            db.Audit.Record(user, "campaigns.open", campaign.Id, campaign.StreetCode);
            await db.SaveChangesAsync(ct);
            var book = new Book(campaign.AccountId, campaign.StreetCode, campaign.DivisionCode);
            string[] buildings = [.. bills.Select(b => b.Building).Distinct()];
            await db.RunAsync([LedgerAccount.Open(book, buildings), .. BillIssue.Write(campaign, bills)], ct);
        }

        private Task<bool> OtherOpenAsync(Campaign campaign, CancellationToken ct) => db.Campaigns.AnyAsync(
            c => c.AccountId == campaign.AccountId && c.Id != campaign.Id && c.Status == CampaignStatus.OPEN, ct);

        private async Task<EffectiveDecision?> FindDecisionAsync(Guid? decisionId, CancellationToken ct)
        {
            var query = Sql.Command(DecisionSql, decisionId ?? Guid.Empty);
            var found = await db.RowsAsync(query, r => new EffectiveDecision(
                r.GetGuid(0), r.GetGuid(1), r.GuidOrNull(2), r.GetString(3), r.GetBoolean(4)), ct);
            return found.SingleOrDefault();
        }
    }
}

/// <summary>Takes the book's lock before the campaign is read, in the one order of all writers.</summary>
internal static class CampaignLock
{
    /// <summary>The campaign, or 404 when the caller's offices do not hold it.</summary>
    public static async Task<Result<Campaign>> TakeAsync(FundsDbContext db, Guid campaignId, CancellationToken ct)
    {
        var account = await db.Campaigns.Where(c => c.Id == campaignId).Select(c => (Guid?)c.AccountId)
            .SingleOrDefaultAsync(ct);
        if (account is null) return CampaignErrors.NotFound;
        await db.RunAsync([LedgerSql.LockBooks([account.Value])], ct);
        return await db.Campaigns.SingleAsync(c => c.Id == campaignId, ct);
    }
}
