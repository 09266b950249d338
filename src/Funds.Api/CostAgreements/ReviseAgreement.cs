namespace CivicPlatform.Funds.CostAgreements;

/// <summary>POST /cost-agreements/{id}/versions: another split, which everybody signs anew (RAISE-23).</summary>
public static class ReviseAgreement
{
    private const int MaxReason = 200;

    public sealed record Request
    {
        public required TermsRequest Terms { get; init; }

        /// <summary>Why the version before does not stand; names no person.</summary>
        public required string Reason { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/cost-agreements/{id:guid}/versions", PostAsync).Requires(Permissions.CostAgreementWrite)
            .WithTags("Cost agreements").WithSummary("Split the cost again as a new version (修订协议)")
            .WithDescription(
                "Signatures of the version before do not carry over (RAISE-23). Refusals as for the draft; 409 " +
                "cost_agreements.concluded. If-Match is checked when given (412).")
            .WithRequestExample(
                """
                {"reason":"二层两户不出资","terms":{"costs":{"works":"700000.00","subsidy":"280000.00"},
                 "households":[{"unitId":"01a1fc79-33c2-7b44-a1d0-7d7c51b0a901","participation":"PAY",
                  "extra":"30000.00"},
                  {"unitId":"01a1fc79-33c2-7b44-a1d0-7d7c51b0a902","participation":"NO_PAY_NO_USE"}]}}
                """);

    private static async Task<Results<Created<AgreementView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, AgreementDesk desk, HttpContext http, CancellationToken ct)
    {
        if (request.Terms.Check(new ShapeCheck().Text(request.Reason, MaxReason)).Error is { } malformed)
            return malformed.ToProblem();
        var taken = await desk.TakeAsync(id, http, ct);
        if (!taken.Succeeded(out var agreement, out var error)) return error.ToProblem();
        var drawn = await desk.DrawUpAsync(agreement, request.Terms, ct);
        if (!drawn.Succeeded(out var sheet, out var unfit)) return unfit.ToProblem();
        var facts = await desk.FactsAsync(agreement.StreetCode, ct);
        var adopted = await desk.AdoptAsync(
            agreement, sheet, ("cost_agreements.revise", request.Reason), facts, http, ct);
        if (!adopted.Succeeded(out var view, out var refused)) return refused.ToProblem();
        return TypedResults.Created($"/api/v1/cost-agreements/{id}/versions/{view.Number}", view);
    }
}
