namespace CivicPlatform.Funds.Reconciliations;

/// <summary>A reconciliation as staff see it; no household and no payer stands in it.</summary>
/// <param name="BankBalance">What the bank says it held at the end of the last day.</param>
/// <param name="LedgerBalance">What the book says.</param>
/// <param name="Gap">Bank − book; a period closes at 0.00 only.</param>
public sealed record ReconciliationView(
    Guid Id, Guid AccountId, DateOnly From, DateOnly To,
    [CodesOf(typeof(ReconciliationStatuses))] string Status, Money BankBalance,
    [CodesOf(typeof(BalanceSources))] string BalanceSource, Money LedgerBalance, Money Gap)
{
    /// <summary>What a difference can be made of.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["BOOKED_HERE_ONLY", "STATEMENT_GAP", "UNPOSTED"];

    /// <summary>The book's balance before the first day.</summary>
    public Money? OpeningBalance { get; init; }

    /// <summary>Lines that the posters have not reached; they hold up the close.</summary>
    public Waiting? Unposted { get; init; }

    /// <summary>Money that waits for a person; it is in both balances and holds up nothing.</summary>
    public Waiting? Suspense { get; init; }

    /// <summary>What explains, or asks for, a difference; at most 200.</summary>
    public IReadOnlyList<Difference>? Differences { get; init; }

    /// <summary>The suspense lines; at most 200, oldest first.</summary>
    public IReadOnlyList<WaitingLine>? SuspenseLines { get; init; }

    /// <param name="Kind">
    /// BOOKED_HERE_ONLY: no statement of the bank has told it; STATEMENT_GAP: the statement does not begin with what
    /// the one before it ended with; UNPOSTED.
    /// </param>
    /// <param name="Reference">Serial of the line, or the bank's id of the statement.</param>
    public sealed record Difference(
        [CodesOf(typeof(ReconciliationView), nameof(Kinds))] string Kind, Guid? LineId, string Reference, DateOnly On,
        Money Amount);

    /// <summary>A suspense line, without its payer.</summary>
    public sealed record WaitingLine(Guid LineId, string BankSerial, DateOnly On, Money Amount);

    public static ReconciliationView Of(Reconciliation r) => new(r.Id, r.AccountId, r.From, r.To,
        r.IsClosed ? ReconciliationStatuses.Closed : ReconciliationStatuses.Open, r.BankBalance, r.BalanceSource,
        r.LedgerBalance, r.BankBalance - r.LedgerBalance);

    /// <summary>With the figures as they are now, while the period is open.</summary>
    public static async Task<ReconciliationView> ReadAsync(FundsDbContext db, Reconciliation r, CancellationToken ct)
    {
        if (r.IsClosed) return Of(r);
        var figures = await ReconciliationReader.FiguresAsync(db, r.AccountId, (r.From, r.To), ct);
        return Of(r with { LedgerBalance = figures.Ledger }) with
        {
            OpeningBalance = figures.Opening,
            Unposted = figures.Unposted,
            Suspense = figures.Suspense,
            Differences = await ReconciliationReader.DifferencesAsync(db, r.AccountId, (r.From, r.To), ct),
            SuspenseLines = await ReconciliationReader.SuspenseAsync(db, r.AccountId, r.To, ct),
        };
    }
}
