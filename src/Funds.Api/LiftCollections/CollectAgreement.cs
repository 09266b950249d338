using CivicPlatform.Funds.Campaigns;
using CivicPlatform.Funds.CostAgreements;
using CivicPlatform.Funds.Ledger;

namespace CivicPlatform.Funds.LiftCollections;

/// <summary>POST /cost-agreements/{id}/collection: what was signed becomes the bills of a campaign.</summary>
public static class CollectAgreement
{
    private const string PayersSql =
        "select l.unit_id, l.building, l.entrance, l.room, l.area, h.sale_status = 'SOLD', l.pays " +
        "from cost_versions v join cost_lines l on l.version_id = v.id " +
        "left join unit_holders h on h.unit_id = l.unit_id " +
        "where v.agreement_id = $1 and v.number = $2 and l.participation = 'PAY'";

    private const string DecisionSql =
        "select decision_id, estate_id, case_id, scope, revoked, matter_code, building, entrance from decisions " +
        "where decision_id = $1";

    /// <param name="AccountId">A dedicated account for this lift: it collects for one thing at a time.</param>
    /// <param name="DecisionId">The owners' effective decision on the lift (M7).</param>
    public sealed record Request(Guid AccountId, Guid DecisionId);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/cost-agreements/{id:guid}/collection", PostAsync).Requires(Permissions.CampaignWrite)
            .WithTags("Cost agreements").WithSummary("Collect what the households signed (开始收取分摊款)")
            .WithDescription(
                "Opens a campaign whose bills are the signed amounts: bank lines, credits, refunds, payments and " +
                "closing are those of any campaign. Nothing starts at half, and no page is public. Rests on the " +
                "owners' effective decision on this lift: 422 campaigns.no_effective_decision, " +
                "decision_of_other_estate, decision_revoked, account_is_maintenance_fund, " +
                "lift_collections.decision_of_other_place, rule RAISE-01; 409 lift_collections.not_concluded, " +
                "already_collecting, campaigns.another_is_open; 404 accounts.not_found.")
            .WithRequestExample(
                """
                {"accountId":"01a1fc79-10a4-7d35-8f0e-0d2b6c1a7e11",
                 "decisionId":"01a1fc79-33c2-7b44-a1d0-7d7c51b0a901"}
                """);

    private static async Task<Results<Created<CampaignView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        var result = await handler.HandleAsync(id, request, http, ct);
        if (!result.Succeeded(out var view, out var error)) return error.ToProblem();
        return TypedResults.Created($"/api/v1/campaigns/{view.Id}", view);
    }

    /// <summary>The owners' decision on a lift, as Consultation told it.</summary>
    internal sealed record LiftDecision(EffectiveDecision Decision, string Matter, string? Building, string? Entrance)
    {
        /// <summary>Of that building, or of that doorway of it.</summary>
        public bool Covers(CostAgreement agreement) => Matter == "M7" && Building == agreement.Building
            && (string.IsNullOrEmpty(Entrance) || Entrance == agreement.Entrance);
    }

    public sealed class Handler(FundsDbContext db, AgreementDesk desk, CurrentUser user)
    {
        public async Task<Result<CampaignView>> HandleAsync(
            Guid id, Request request, HttpContext http, CancellationToken ct)
        {
            var taken = await desk.TakeAsync(id, http, ct);
            if (!taken.Succeeded(out var agreement, out var error)) return error;
            if (agreement.Status is not AgreementStatus.CONCLUDED) return CollectionErrors.NotConcluded;
            await db.RunAsync([LedgerSql.LockBooks([request.AccountId])], ct);
            var account = await db.BankAccounts.SingleOrDefaultAsync(a => a.Id == request.AccountId, ct);
            if (account is null || account.EstateId != agreement.EstateId) return LedgerErrors.AccountNotFound;
            if (account.Purpose is AccountPurpose.MAINTENANCE_FUND) return CampaignErrors.AccountIsMaintenanceFund;
            if (await db.Campaigns.AnyAsync(c => c.AgreementId == id, ct)) return CollectionErrors.AlreadyCollecting;
            if (await db.Campaigns.AnyAsync(c => c.AccountId == account.Id && c.Status == CampaignStatus.OPEN, ct))
                return CampaignErrors.AnotherIsOpen;

            var facts = await desk.FactsAsync(agreement.StreetCode, ct);
            var decision = await DecisionAsync(request.DecisionId, ct);
            if (decision is null) return CampaignErrors.NoEffectiveDecision;
            if (!decision.Covers(agreement)) return CollectionErrors.DecisionOfOtherPlace;
            var opened = Campaign.Collect(account, new CollectedAgreement(id, agreement.Title, agreement.CaseId),
                decision.Decision, facts.On, facts.At);
            return opened.Succeeded(out var campaign, out var refused)
                ? await IssueAsync(campaign, agreement, http, ct)
                : refused;
        }

        private async Task<CampaignView> IssueAsync(
            Campaign campaign, CostAgreement agreement, HttpContext http, CancellationToken ct)
        {
            var bills = await db.RowsAsync(Sql.Command(PayersSql, agreement.Id, agreement.CurrentVersion), r =>
                new Bill(Guid.CreateVersion7(), r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetString(3),
                    Area.FromSquareMetres(r.GetDecimal(4)), r.GetBoolean(5) ? "OWNER" : "DEVELOPER", r.Money(6)), ct);
            db.Add(campaign);
            db.Audit.Record(user, "cost_agreements.collect", agreement.Id, agreement.StreetCode, $"{campaign.Id}");
            await db.SaveChangesAsync(ct);
            var book = new Book(campaign.AccountId, campaign.StreetCode, campaign.DivisionCode);
            await db.RunAsync(
                [LedgerAccount.Open(book, [agreement.Building]), .. BillIssue.Write(campaign, bills)], ct);
            http.SetETag(campaign.Tag);
            var buildings = await BuildingReader.ReadAsync(db, campaign.Id, ct);
            return CampaignView.Of(campaign) with { Totals = BuildingReader.Sum(buildings) };
        }

        private async Task<LiftDecision?> DecisionAsync(Guid decisionId, CancellationToken ct)
        {
            var found = await db.RowsAsync(Sql.Command(DecisionSql, decisionId), r => new LiftDecision(
                new EffectiveDecision(r.GetGuid(0), r.GetGuid(1), r.GuidOrNull(2), r.GetString(3), r.GetBoolean(4)),
                r.GetString(5), r.TextOrNull(6), r.TextOrNull(7)), ct);
            return found.SingleOrDefault();
        }
    }
}
