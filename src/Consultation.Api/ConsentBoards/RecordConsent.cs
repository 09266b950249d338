namespace CivicPlatform.Consultation.ConsentBoards;

/// <summary>POST /consent-boards/{id}/consents: what an owner said (PIPE-01, PIPE-02).</summary>
public static class RecordConsent
{
    private const int MaxRef = 64;

    /// <param name="UnitId">A household of the board.</param>
    /// <param name="State">AGREED, CONCERNED, REFUSED or WITHDRAWN.</param>
    /// <param name="OwnerRef">Needed for AGREED: a holder on the roll, or DEVELOPER for a unit not sold.</param>
    /// <param name="Concerns">Codes; needed for CONCERNED.</param>
    /// <param name="DocumentHash">SHA-256 of the signed application; needed for AGREED.</param>
    public sealed record Request(
        Guid UnitId, ConsentState State, string? OwnerRef = null, IReadOnlyList<Concern>? Concerns = null,
        string? DocumentHash = null);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/consent-boards/{id:guid}/consents", PostAsync)
        .Requires(Permissions.ConsentWrite)
        .WithTags("Consent boards").WithSummary("Record what an owner said (登记业主意见)")
        .WithDescription(
            "The last signature makes the board READY and tells the others once. A signed owner may withdraw until " +
            "the construction lock; a withdrawal after it is refused and becomes a case by itself (001-5). 422 " +
            "consent_boards.signature_missing, signer_not_owner (PIPE-01), concern_missing, nothing_to_withdraw, " +
            "locked (PIPE-02); 404 consent_boards.household_not_found.")
        .WithRequestExample(
            """
            {"unitId":"01a1fc78-884c-7a7a-9c0a-e33201116603","state":"CONCERNED",
             "concerns":["NEWLY_DECORATED","CARE_DURING_OUTAGE"]}
            """);

    private static async Task<Results<Ok<GetConsentBoard.Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, ConsentDesk desk, HttpContext http, CancellationToken ct)
    {
        var shape = new ShapeCheck().OptionalText(request.OwnerRef, MaxRef)
            .That(request.State is not ConsentState.Unknown, "state", "code.unknown", "不能改回未表态")
            .That(Sha256Text.IsHashOrNull(request.DocumentHash), "documentHash", "hash.malformed", Sha256Text.Form);
        if (shape.Error is { } malformed) return malformed.ToProblem();

        var changed = await desk.ChangeAsync(
            id, "consent_boards.consent", (board, by, now) => board.Record(request, by, now), http, ct);
        return changed.Succeeded(out var board, out var error)
            ? TypedResults.Ok(GetConsentBoard.Response.Of(board))
            : error.ToProblem();
    }
}
