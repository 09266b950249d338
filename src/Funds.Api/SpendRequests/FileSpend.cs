namespace CivicPlatform.Funds.SpendRequests;

#pragma warning disable CA1707 // The published code is the name.
/// <summary>What the authority did with the papers (FUND-19).</summary>
public enum FilingOutcome
{
    ACCEPTED,
    RETURNED,
}
#pragma warning restore CA1707

/// <summary>POST /spend-requests/{id}/filings: the housing authority takes it on file, or sends it back.</summary>
public static class FileSpend
{
    private const int MaxText = 100, MaxReason = 500;

    public sealed record Request
    {
        /// <summary>Name of the authority, such as 区住房保障和房屋管理局.</summary>
        public required string Authority { get; init; }

        /// <summary>Its file number, or the number of the paper with which it sent it back.</summary>
        public required string Number { get; init; }
        public required FilingOutcome Outcome { get; init; }

        /// <summary>Why it came back; for RETURNED.</summary>
        public string? Reason { get; init; }

        /// <summary>SHA-256 of the papers that were filed; of the amended ones after a return.</summary>
        public string? DocumentHash { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/spend-requests/{id:guid}/filings", PostAsync).Requires(Permissions.SpendAdvance)
            .WithTags("Spend requests").WithSummary("Record the authority's filing (备案)")
            .WithDescription(
                "After posting, or after the confirmation of an emergency (FUND-19). RETURNED needs its reason; what " +
                "was sent back is amended and filed again, with the hash of the amended papers: 422 " +
                "spend_works.not_amended. 409 spend_requests.wrong_status; 422 spend_requests.decision_revoked.")
            .WithRequestExample("""{"authority":"区房管局","number":"备2024-118","outcome":"ACCEPTED"}""");

    private static async Task<Results<Ok<SpendView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, SpendDesk desk, HttpContext http, CancellationToken ct)
    {
        var shape = new ShapeCheck().Text(request.Authority, MaxText).Text(request.Number, MaxText)
            .OptionalHash(request.DocumentHash, "documentHash").OptionalText(request.Reason, MaxReason)
            .That(request.Outcome is FilingOutcome.RETURNED == !string.IsNullOrWhiteSpace(request.Reason), "reason",
                "reason.of_return", "退回须说明理由，受理不填");
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var note = request.Reason is { } reason ? $"{request.Authority}：{reason}" : request.Authority;
        var result = await desk.StepAsync(id, "spend_requests.file", (r, _, facts) =>
        {
            var told = facts with { Reference = request.Number };
            return request.Outcome is FilingOutcome.ACCEPTED ? r.File(request.Number, told) : r.Return(told);
        }, (request.DocumentHash, note), http, ct);
        return result.Succeeded(out var view, out var error) ? TypedResults.Ok(view) : error.ToProblem();
    }
}
