namespace CivicPlatform.Funds.Ledger;

/// <summary>GET /trial-balances/{accountId}: every account of the book; the difference is 0.00, always.</summary>
public static class GetTrialBalance
{
    // One statement, so one snapshot: a posting between balances and recount must not look like a difference. The
    // recount from the transfers is there so that a wrong balance cannot hide.
    private const string BalancesSql =
        "select kind, building, sum(debits), sum(credits), sum(entries)::bigint, sum(held), " +
        "case when count(unit_id) = 0 then min(encode(head, 'hex')) else '' end, " +
        "t.total, t.rows from ledger_accounts, " +
        "(select coalesce(sum(amount), 0) as total, count(*) as rows from ledger_transfers where book_id = $1) t " +
        "where book_id = $1 group by kind, building, t.total, t.rows order by kind, building";

    /// <param name="Balance">Debits − credits, in yuan.</param>
    /// <param name="Held">Reserved: part of the balance that is spoken for.</param>
    /// <param name="Head">Head of the account's chain, hexadecimal; empty where the line adds up parts.</param>
    public sealed record Line(
        [CodesOf(typeof(LedgerKind))] string Kind, string Building, Money Debits, Money Credits, Money Balance,
        Money Held, long Entries, string Head);

    /// <param name="Debits">Σ debits.</param>
    /// <param name="Credits">Σ credits.</param>
    /// <param name="Difference">Debits − credits: 0.00.</param>
    /// <param name="Transfers">Rows of the ledger.</param>
    /// <param name="MatchesTransfers">The balances equal the sum of the transfers, recounted now.</param>
    public sealed record Response(
        Guid AccountId, Money Debits, Money Credits, Money Difference, long Transfers, bool MatchesTransfers,
        IReadOnlyList<Line> Accounts);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/trial-balances/{accountId:guid}", GetAsync)
            .Requires(Permissions.AccountRead)
            .WithTags("Accounts").WithSummary("Read the trial balance of an account's book (试算平衡)")
            .WithDescription(
                "Every ledger account with debits, credits and the head of its chain, exclusive parts added up by " +
                "building; difference is 0.00, and matchesTransfers says that the balances equal the sum of the " +
                "transfers, recounted now. 404 accounts.not_found.");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> GetAsync(
        Guid accountId, FundsDbContext db, CancellationToken ct)
    {
        var rows = await db.RowsAsync(Sql.Command(BalancesSql, accountId), r => (Line: new Line(r.GetString(0),
            r.GetString(1), r.Money(2), r.Money(3), r.Money(2) - r.Money(3), r.Money(5), r.GetInt64(4),
            r.GetString(6)), Total: r.Money(7), Transfers: r.GetInt64(8)), ct);
        if (rows.Count == 0) return LedgerErrors.AccountNotFound.ToProblem();

        var lines = rows.ConvertAll(r => r.Line);
        var debits = new Money(lines.Sum(l => l.Debits.Fen));
        var credits = new Money(lines.Sum(l => l.Credits.Fen));
        var matches = rows[0].Total == debits && rows[0].Total == credits;
        return TypedResults.Ok(
            new Response(accountId, debits, credits, debits - credits, rows[0].Transfers, matches, lines));
    }
}
