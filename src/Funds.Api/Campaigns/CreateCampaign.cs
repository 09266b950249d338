using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.Reminders;

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
        [CodesOf(typeof(SurplusRules))]
        public string SurplusRule { get; init; } = SurplusRules.Keep;

        /// <summary>How those who have not paid are reminded; the defaults when left out (RAISE-09).</summary>
        public ReminderRules Reminders { get; init; } = ReminderRules.Default;
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/campaigns", PostAsync).Requires(Permissions.CampaignWrite)
            .WithTags("Campaigns").WithSummary("Prepare a collection of money (发起筹集)")
            .WithDescription(
                "A draft: nobody owes anything before POST /campaigns/{id}/open (RAISE-01). triggerRule says what " +
                "half of a building means (RAISE-03), surplusRule what the resolution says about a surplus " +
                "(RAISE-11), reminders how often and when those who owe are told (RAISE-09; left out: every 3 days, " +
                "quiet from 21:00 to 08:00, 3 messages). 404 accounts.not_found when the account is another " +
                "estate's; 422 campaigns.account_is_maintenance_fund, rule FUND-01.")
            .WithRequestExample(
                """
                {"estateId":"01a1fc78-884c-7a7a-9c0a-e33201116603","accountId":"01a1fc79-10a4-7d35-8f0e-0d2b6c1a7e11",
                 "title":"电梯大修自筹","unitPrice":"17.93","triggerRule":"AMOUNT",
                 "surplusRule":"KEEP_AS_LIFT_RESERVE",
                 "reminders":{"everyDays":3,"quietFrom":"21:00:00","quietUntil":"08:00:00","messages":3},
                 "decisionId":"01a1fc79-33c2-7b44-a1d0-7d7c51b0a901",
                 "caseId":"01a1fc78-8a30-7b43-a0a1-097011968bf3"}
                """);

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
            var shape = new ShapeCheck().Text(request.Title, 100).Code(request.SurplusRule, SurplusRules.All)
                .That(request.UnitPrice > Money.Zero, "unitPrice", "unit_price.not_positive", "单价应大于零")
                .That(request.TriggerRule is not TriggerRule.NONE, "triggerRule", "code.unknown",
                    "应为 AMOUNT、HOUSEHOLD_COUNT 之一")
                .That(request.Reminders.EveryDays is >= 1 and <= 90, "reminders.everyDays", "days.out_of_range",
                    "应为 1 至 90 天")
                .That(request.Reminders.Messages is >= 1 and <= 10, "reminders.messages", "count.out_of_range",
                    "应为 1 至 10 次");
            if (shape.Error is { } malformed) return malformed;
            var account = await db.BankAccounts.SingleOrDefaultAsync(a => a.Id == request.AccountId, ct);
            if (account is null || account.EstateId != request.EstateId) return LedgerErrors.AccountNotFound;
            if (account.Purpose is AccountPurpose.MAINTENANCE_FUND) return CampaignErrors.AccountIsMaintenanceFund;

            var terms = new CampaignTerms(request.Title, request.UnitPrice, request.TriggerRule,
                request.SurplusRule, request.Reminders, request.DecisionId, request.CaseId);
            var campaign = Campaign.Draft(account, terms, clock.GetUtcNow());
            db.Campaigns.Add(campaign);
            db.Audit.Record(user, "campaigns.create", campaign.Id, campaign.StreetCode);
            await db.SaveChangesAsync(ct);
            return campaign;
        }
    }
}
