namespace CivicPlatform.Funds.Ledger;

/// <summary>GET /accounts/{id}/balances?at=: the balances of a book at any past instant.</summary>
public static class GetBalances
{
    private const string Query =
        """
        select a.kind, a.building,
            coalesce(sum(t.amount) filter (where t.debit_id = a.id), 0),
            coalesce(sum(t.amount) filter (where t.credit_id = a.id), 0), count(t.seq)
        from ledger_accounts a left join ledger_transfers t on a.id in (t.debit_id, t.credit_id)
            and case when $3 = 'RECORDED' then t.recorded_at else t.booked_at end <= $2
        where a.book_id = $1 group by a.kind, a.building order by a.kind, a.building
        """;

    /// <summary>Which of the two dates of a transfer decides.</summary>
    public static readonly IReadOnlyList<string> Dates = ["BOOKED", "RECORDED"];

    /// <param name="Debits">Σ debits until that instant.</param>
    /// <param name="Credits">Σ credits until that instant.</param>
    /// <param name="Balance">Debits − credits.</param>
    public sealed record Line(
        [CodesOf(typeof(LedgerKind))] string Kind, string Building, Money Debits, Money Credits, Money Balance,
        long Entries);

    /// <param name="At">The instant asked for, inclusive.</param>
    /// <param name="Difference">Debits − credits over all accounts: 0.00.</param>
    public sealed record Response(
        Guid AccountId, DateTimeOffset At, [CodesOf(typeof(GetBalances), nameof(Dates))] string By, Money Difference,
        IReadOnlyList<Line> Accounts);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/accounts/{id:guid}/balances", GetAsync)
        .Requires(Permissions.AccountRead)
        .WithTags("Accounts").WithSummary("Read the balances of a book at a past instant (历史余额)")
        .WithDescription(
            "By BOOKED, the value date that the bank or the document gives (default), or by RECORDED, when the " +
            "platform wrote it down: what one could have known then. The instant itself counts. Recounted from the " +
            "transfers. 404 accounts.not_found.");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> GetAsync(
        Guid id, DateTimeOffset at, [CodesOf(typeof(GetBalances), nameof(Dates))] string? by, FundsDbContext db,
        CancellationToken ct)
    {
        var date = by ?? Dates[0];
        if (new ShapeCheck().Code(date, Dates).Error is { } malformed) return malformed.ToProblem();
        var rows = await db.RowsAsync(Sql.Command(Query, id, at.ToUniversalTime(), date), r => new Line(r.GetString(0),
            r.GetString(1), r.Money(2), r.Money(3), r.Money(2) - r.Money(3), r.GetInt64(4)), ct);
        if (rows.Count == 0) return LedgerErrors.AccountNotFound.ToProblem();
        return TypedResults.Ok(new Response(id, at, date, new Money(rows.Sum(l => l.Balance.Fen)), rows));
    }
}
