using CivicPlatform.Funds.Ledger;

namespace CivicPlatform.Funds.CostAgreements;

/// <summary>POST /cost-agreements: drafts who bears what of one new lift, as its first version (RAISE-20).</summary>
public static class DraftAgreement
{
    private const int MaxTitle = 100, MaxCode = 20;

    public sealed record Request
    {
        public required Guid EstateId { get; init; }
        public required string Title { get; init; }

        /// <summary>Building of the lift.</summary>
        public required string Building { get; init; }

        /// <summary>Its entrance; left out when the whole building shares the lift.</summary>
        public string Entrance { get; init; } = "";

        /// <summary>The case that asked for the lift.</summary>
        public Guid? CaseId { get; init; }
        public required TermsRequest Terms { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/cost-agreements", PostAsync).Requires(Permissions.CostAgreementWrite)
            .WithTags("Cost agreements").WithSummary("Draft who bears what of a new lift (起草费用分摊协议)")
            .WithDescription(
                "Every exclusive part of the building or entrance takes part: PAY, NO_PAY_NO_USE or OPPOSED " +
                "(RAISE-23). Shares go by floor and, where agreed, by area, to the fen (RAISE-20, FUND-17); Σ pays + " +
                "gap is the net cost. A subsidy that is left out is what the place's rule gives (RAISE-21). 422 " +
                "cost_agreements.subsidy_beyond_cap, compensation_beyond_cap (RAISE-25), " +
                "nothing_to_share, households_differ, place_empty, " +
                "cost_shares.no_payer, extra_of_non_payer, extra_beyond_shortfall; 404 accounts.estate_not_found; " +
                "409 cost_agreements.register_incomplete passes by itself.")
            .WithRequestExample(
                """
                {"estateId":"01a1fc78-884c-7a7a-9c0a-e33201116603","title":"16号楼加装电梯费用分摊","building":"16",
                 "terms":{"costs":{"works":"700000.00","subsidy":"280000.00"},"method":"TRAVELLED_FLOORS",
                  "households":[{"unitId":"01a1fc79-33c2-7b44-a1d0-7d7c51b0a901","participation":"PAY"},
                   {"unitId":"01a1fc79-33c2-7b44-a1d0-7d7c51b0a902","participation":"NO_PAY_NO_USE"}]}}
                """);

    private static async Task<Results<Created<AgreementView>, ProblemHttpResult>> PostAsync(
        Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        var shape = request.Terms.Check(new ShapeCheck().Text(request.Title, MaxTitle).Text(request.Building, MaxCode)
            .That(request.Entrance is { Length: <= MaxCode }, "entrance", "text.too_long", $"不得超过 {MaxCode} 个字符"));
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var result = await handler.HandleAsync(request, http, ct);
        if (!result.Succeeded(out var view, out var error)) return error.ToProblem();
        return TypedResults.Created($"/api/v1/cost-agreements/{view.Id}", view);
    }

    public sealed class Handler(FundsDbContext db, AgreementDesk desk, CurrentUser user)
    {
        public async Task<Result<AgreementView>> HandleAsync(Request request, HttpContext http, CancellationToken ct)
        {
            var estate = await OpenAccount.FindEstateAsync(db, request.EstateId, ct);
            if (estate is null || !user.Scope.Covers(estate.DivisionCode)) return LedgerErrors.EstateNotFound;
            var facts = await desk.FactsAsync(estate.StreetCode, ct);
            var place = new CostPlace(request.Building, request.Entrance, request.Title, request.CaseId);
            var agreement = CostAgreement.Draft(estate, place, facts.At);
            var drawn = await desk.DrawUpAsync(agreement, request.Terms, ct);
            if (!drawn.Succeeded(out var sheet, out var error)) return error;
            db.Add(agreement);
            return await desk.AdoptAsync(agreement, sheet, ("cost_agreements.draft", null), facts, http, ct);
        }
    }
}
