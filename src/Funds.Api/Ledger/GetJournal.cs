namespace CivicPlatform.Funds.Ledger;

/// <summary>GET /accounts/{id}/journal: the whole book as text for hledger, which counts it again.</summary>
public static class GetJournal
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/accounts/{id:guid}/journal", GetAsync)
        .Requires(Permissions.AccountRead)
        .WithTags("Accounts").WithSummary("Read the book's journal in hledger's format (日记账)")
        .WithDescription(
            "Every transfer as an entry: value date, ids, both accounts; then an entry that asserts every balance as " +
            "the ledger keeps it, so that `hledger check` fails when one fen differs. Streamed, of one instant; ids " +
            "only. 404 accounts.not_found.")
        .Produces<string>(StatusCodes.Status200OK, "text/plain");

    private static async Task<IResult> GetAsync(
        Guid id, FundsDbContext db, HttpContext http, CancellationToken ct)
    {
        if (!await db.BankAccounts.AnyAsync(a => a.Id == id, ct)) return LedgerErrors.AccountNotFound.ToProblem();
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{id}.journal\"";
        return Results.Stream(to => WriteAsync(db, id, to, ct), "text/plain; charset=utf-8");
    }

    private static async Task WriteAsync(FundsDbContext db, Guid id, Stream to, CancellationToken ct)
    {
        await using var batch = await db.BatchAsync([JournalReader.Command(id, before: null)], ct);
        await using var rows = await batch.ExecuteReaderAsync(ct);
        await JournalReader.WriteAsync(id, rows, to, ct);
    }
}
