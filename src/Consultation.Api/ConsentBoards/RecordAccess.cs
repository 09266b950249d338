namespace CivicPlatform.Consultation.ConsentBoards;

/// <summary>POST /consent-boards/{id}/accesses: whether an occupier lets the workers in (PIPE-01).</summary>
public static class RecordAccess
{
    /// <param name="UnitId">A household of the board.</param>
    /// <param name="State">NEEDED once a tenant is known, then GRANTED or REFUSED, or NOT_NEEDED.</param>
    /// <param name="DocumentHash">SHA-256 of a signed paper, where there is one.</param>
    public sealed record Request(Guid UnitId, AccessState State, string? DocumentHash = null);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/consent-boards/{id:guid}/accesses", PostAsync)
        .Requires(Permissions.ConsentWrite)
        .WithTags("Consent boards").WithSummary("Record an occupier's access (登记使用人进场同意)")
        .WithDescription(
            "Apart from the owner's consent: a tenant cannot sign for the owner, nor the owner open the tenant's " +
            "door. 422 consent_boards.locked (PIPE-02); 404 consent_boards.household_not_found.")
        .WithRequestExample("""{"unitId":"01a1fc78-884c-7a7a-9c0a-e33201116603","state":"NEEDED"}""");

    private static async Task<Results<Ok<GetConsentBoard.Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, ConsentDesk desk, HttpContext http, CancellationToken ct)
    {
        var shape = new ShapeCheck().That(
            Sha256Text.IsHashOrNull(request.DocumentHash), "documentHash", "hash.malformed", Sha256Text.Form);
        if (shape.Error is { } malformed) return malformed.ToProblem();

        var changed = await desk.ChangeAsync(
            id, "consent_boards.access", (board, by, now) => board.Record(request, by, now), http, ct);
        return changed.Succeeded(out var board, out var error)
            ? TypedResults.Ok(GetConsentBoard.Response.Of(board))
            : error.ToProblem();
    }
}
