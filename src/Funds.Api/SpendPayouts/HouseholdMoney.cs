using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.SpendRequests;
using Npgsql;

namespace CivicPlatform.Funds.SpendPayouts;

/// <summary>What a household's balance can give to a request.</summary>
/// <param name="Free">Not spoken for by anybody else.</param>
/// <param name="Reserved">Held for this request; part of <paramref name="Free"/>.</param>
public sealed record HouseholdBalance(Money Free, Money Reserved)
{
    public static readonly HouseholdBalance None = new(Money.Zero, Money.Zero);

    /// <summary>FUND-18: as much of a share as is there; the rest stays owed.</summary>
    public Money Funds(Money share) => share < Free ? share : Free;
}

/// <summary>The households' side of a request: what is held, what is charged. Call it under the fund's lock.</summary>
public sealed class HouseholdMoney(FundsDbContext db, ShareReader reader)
{
    /// <summary>Kind of its reservations and transfers.</summary>
    public const string Kind = "SPEND_SHARE";

    private const string BalancesSql =
        "select a.unit_id, a.credits - a.debits - a.held + coalesce(sum(r.amount), 0), coalesce(sum(r.amount), 0) " +
        "from ledger_accounts a left join (ledger_reservations r join open_reservations o " +
        "on o.reservation_id = r.id) on r.account_id = a.id and r.source_id = $2 " +
        "where a.book_id = $1 and a.kind = 'UNIT_BALANCE' group by a.id, a.unit_id, a.credits, a.debits, a.held";

    /// <summary>Holds every share of the budget as far as its balance reaches; gives the sum.</summary>
    public async Task<Result<Money>> HoldAsync(SpendRequest request, DateOnly until, CancellationToken ct)
    {
        var split = await reader.SplitAsync(request, request.Budget, ct);
        if (!split.Succeeded(out var shares, out var error)) return error;
        var balances = await BalancesAsync(request, ct);
        Reservation[] holds =
        [
            .. from share in shares
               let held = balances.GetValueOrDefault(share.UnitId, HouseholdBalance.None).Funds(share.Amount)
               where held > Money.Zero
               select new Reservation(BookOf(request), Balance(request, share.UnitId), held, Kind, request.Id, until),
        ];
        if (holds.Length > 0) await db.RunAsync([ReservationSql.Reserve(holds)], ct);
        return new Money(holds.Sum(hold => hold.Amount.Fen));
    }

    /// <summary>What each household's balance can give now.</summary>
    public async Task<Dictionary<Guid, HouseholdBalance>> BalancesAsync(SpendRequest request, CancellationToken ct)
    {
        var rows = await db.RowsAsync(Sql.Command(BalancesSql, request.AccountId, request.Id),
            r => (Unit: r.GetGuid(0), Balance: new HouseholdBalance(r.Money(1), r.Money(2))), ct);
        return rows.ToDictionary(row => row.Unit, row => row.Balance);
    }

    /// <summary>
    /// The final shares as transfers (FUND-18): what is there pays the contractor, what is not stays the household's
    /// debt, and both sides are kept apart, so that nobody's shortage is paid with another's money.
    /// </summary>
    public static IEnumerable<NpgsqlBatchCommand> Charge(
        SpendRequest request, IReadOnlyList<ChargedShare> charged, DateTimeOffset bookedAt)
    {
        var book = BookOf(request);
        var (payable, unfunded) = (LedgerAccount.IdOf(book.Id, LedgerKind.CONTRACTOR_PAYABLE),
            LedgerAccount.IdOf(book.Id, LedgerKind.CONTRACTOR_UNFUNDED));
        yield return LedgerAccount.OpenUnits(book, charged.Select(c => (c.Share.UnitId, c.Share.Building)));
        // First the end of what is held, or its money cannot move.
        yield return ReservationSql.End(request.Id, [.. charged.Select(c =>
            (Balance(request, c.Share.UnitId), c.Reserved < c.Funded ? c.Reserved : c.Funded))]);
        yield return LedgerSql.Insert(
        [
            .. charged.Where(c => c.Funded > Money.Zero).Select(c => new Transfer(
                book, Balance(request, c.Share.UnitId), payable, c.Funded, Kind, request.Id, bookedAt)),
            .. charged.Where(c => c.Owed > Money.Zero).Select(c => new Transfer(
                book, Receivable(request, c.Share.UnitId), unfunded, c.Owed, Kind, request.Id, bookedAt)),
        ]);
    }

    internal static Book BookOf(SpendRequest request) =>
        new(request.AccountId, request.StreetCode, request.DivisionCode);

    internal static Guid Receivable(SpendRequest request, Guid unit) =>
        LedgerAccount.OfUnit(request.AccountId, LedgerKind.UNIT_RECEIVABLE, unit);

    private static Guid Balance(SpendRequest request, Guid unit) =>
        LedgerAccount.OfUnit(request.AccountId, LedgerKind.UNIT_BALANCE, unit);
}

/// <summary>A final share and how much of it the balance gave.</summary>
/// <param name="Reserved">What was held for it until now.</param>
public sealed record ChargedShare(UnitShare Share, Money Funded, Money Reserved)
{
    /// <summary>Stays the household's debt.</summary>
    public Money Owed => Share.Amount - Funded;
}
