namespace CivicPlatform.Consultation.ConsentBoards;

/// <summary>POST /consent-boards/{id}/lock: settles the start of works (开工锁定); nobody withdraws after it.</summary>
public static class LockConsentBoard
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/consent-boards/{id:guid}/lock", PostAsync)
        .Requires(Permissions.ConsentLock)
        .WithTags("Consent boards").WithSummary("Lock the board for construction (开工锁定)")
        .WithDescription(
            "422 consent_boards.incomplete with the exact count, such as 29 of 32 (PIPE-01); " +
            "consent_boards.access_missing while an occupier has not let the workers in; consent_boards.locked.");

    private static async Task<Results<Ok<GetConsentBoard.Response>, ProblemHttpResult>> PostAsync(
        Guid id, ConsentDesk desk, HttpContext http, CancellationToken ct)
    {
        var changed = await desk.ChangeAsync(
            id, "consent_boards.lock", (board, _, now) => board.Lock(now), http, ct);
        return changed.Succeeded(out var board, out var error)
            ? TypedResults.Ok(GetConsentBoard.Response.Of(board))
            : error.ToProblem();
    }
}
