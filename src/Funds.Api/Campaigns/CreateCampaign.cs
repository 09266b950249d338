using CivicPlatform.Funds.Ledger;

namespace CivicPlatform.Funds.Campaigns;

/// <summary>POST /campaigns: prepares a collection; nobody owes anything before it opens (RAISE-01).</summary>
public static class CreateCampaign
{
    public sealed record Request
    {
        public required Guid EstateId { get; init; }
        public required Guid AccountId { get; init; }
        public required string Title { get; init; }

        /// <summary>Yuan per m², such as "17.93".</summary>
        public required Money UnitPrice { get; init; }

        public Guid? DecisionId { get; init; }
        public Guid? CaseId { get; init; }

        /// <summary>AMOUNT unless the resolution counts households (RAISE-03).</summary>
        public TriggerRule TriggerRule { get; init; }

        /// <summary>What the resolution says about a surplus (RAISE-11).</summary>
        public string SurplusRule { get; init; } = "KEEP_AS_LIFT_RESERVE";
    }

    private static readonly string[] s_surplusRules = ["KEEP_AS_LIFT_RESERVE", "REFUND_PRO_RATA"];

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/campaigns", PostAsync).Requires(Permissions.CampaignWrite);

    private static async Task<Results<Created<CampaignView>, ProblemHttpResult>> PostAsync(
        Request request, CurrentUser user, Handler handler, HttpContext http, CancellationToken ct)
    {
        var result = await handler.HandleAsync(request, user, ct);
        if (!result.Succeeded(out var campaign, out var error)) return error.ToProblem();
        http.SetETag(campaign.Tag);
        return TypedResults.Created($"/api/v1/campaigns/{campaign.Id}", CampaignView.Of(campaign));
    }

    public sealed class Handler(FundsDbContext db, TimeProvider clock)
    {
        public async Task<Result<Campaign>> HandleAsync(Request request, CurrentUser user, CancellationToken ct)
        {
            var shape = new ShapeCheck().Text(request.Title, 100).Code(request.SurplusRule, s_surplusRules)
                .That(request.UnitPrice > Money.Zero, "unitPrice", "unit_price.not_positive", "单价应大于零");
            if (shape.Error is { } malformed) return malformed;
            var account = await db.BankAccounts.SingleOrDefaultAsync(a => a.Id == request.AccountId, ct);
            if (account is null || account.EstateId != request.EstateId) return LedgerErrors.AccountNotFound;

            var terms = new CampaignTerms(request.Title, request.UnitPrice, request.TriggerRule,
                request.SurplusRule, request.DecisionId, request.CaseId);
            var campaign = Campaign.Draft(account, terms, clock.GetUtcNow());
            db.Campaigns.Add(campaign);
            db.Audit.Record(user, "campaigns.create", campaign.Id, campaign.StreetCode);
            await db.SaveChangesAsync(ct);
            return campaign;
        }
    }
}
