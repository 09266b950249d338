using CivicPlatform.Funds.Disclosure;
using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.MaintenanceFund;
using CivicPlatform.Funds.Proofs;

namespace CivicPlatform.Funds.PeriodPages;

/// <summary>Reads what the accounts of a book did over a period, from its transfers and by value date.</summary>
public sealed class PeriodReader(FundsDbContext db, LineSalts salts)
{
    private const int MaxSpendings = 2_000;

    private const string AccountsSql =
        """
        with legs as (
            select a.id, t.amount as debit, 0.00 as credit, t.booked_at from ledger_accounts a
                join ledger_transfers t on t.debit_id = a.id where a.book_id = $1 and t.booked_at < $3
            union all
            select a.id, 0.00, t.amount, t.booked_at from ledger_accounts a
                join ledger_transfers t on t.credit_id = a.id where a.book_id = $1 and t.booked_at < $3),
        sums as (
            select id, coalesce(sum(debit - credit) filter (where booked_at < $2), 0.00) as opening,
                coalesce(sum(debit) filter (where booked_at >= $2), 0.00) as debits,
                coalesce(sum(credit) filter (where booked_at >= $2), 0.00) as credits from legs group by id)
        select a.id, a.kind, a.building, a.unit_id, coalesce(s.opening, 0.00),
            coalesce(s.debits, 0.00), coalesce(s.credits, 0.00)
        from ledger_accounts a left join sums s on s.id = a.id where a.book_id = $1
        """;

    private const string MovementsSql =
        "select kind, coalesce(sum(amount) filter (where debit_id = $1), 0.00), " +
        "coalesce(sum(amount) filter (where credit_id = $1), 0.00) from ledger_transfers " +
        "where (debit_id = $1 or credit_id = $1) and booked_at >= $2 and booked_at < $3 group by kind order by kind";

    // The bank tells gains and deposits alike; which is which the fund's entries say, and their reversals.
    private const string GainedSql =
        "select coalesce(sum(case when e.reverses is null then e.amount else -e.amount end), 0.00) " +
        "from fund_entries e left join fund_entries r on r.id = e.reverses where e.book_id = $1 " +
        "and e.booked_at >= $2 and e.booked_at < $3 and coalesce(r.kind, e.kind) = any($4)";

    private const string SpendingsSql =
        "select s.paid_on, s.building, s.kind, s.purpose, s.payee, s.amount from spendings s " +
        "join campaigns c on c.id = s.campaign_id where c.account_id = $1 and s.paid_on between $2 and $3 " +
        "order by s.paid_on, s.id limit $4";

    /// <summary>The period's figures; the caller holds the book's lock.</summary>
    public async Task<PeriodBooks> ReadAsync(Guid book, AccountingPeriod period, CancellationToken ct)
    {
        var (from, until) = (CivilTime.StartOf(period.From), CivilTime.EndOf(period.Through));
        var lines = await db.RowsAsync(Sql.Command(AccountsSql, book, from, until), r => LineOf(book, new Sums(
            r.GetGuid(0), r.GetString(1), r.GetString(2), r.GuidOrNull(3), r.Money(4), r.Money(5), r.Money(6))), ct);
        var movements = await db.RowsAsync(
            Sql.Command(MovementsSql, LedgerAccount.IdOf(book, LedgerKind.BANK), from, until),
            r => new Movement(r.GetString(0), r.Money(1), r.Money(2)), ct);
        var spendings = await db.RowsAsync(
            Sql.Command(SpendingsSql, book, period.From, period.Through, MaxSpendings),
            r => new SpendingView(r.GetFieldValue<DateOnly>(0), r.GetString(1), r.GetString(2), r.GetString(3),
                r.GetString(4), r.Money(5)), ct);
        var gained = await db.RowsAsync(
            Sql.Command(GainedSql, book, from, until, RecordGains.Kinds.ToArray()), r => r.Money(0), ct);
        return new PeriodBooks(gained[0], movements, spendings,
        [
            .. lines.Where(l => l.Unit == Guid.Empty || !IsIdle(l.Line)).OrderBy(l => l.Unit != Guid.Empty)
                .ThenBy(l => l.Line.Kind == nameof(LedgerKind.UNIT_RECEIVABLE)) // A unit's proof is of its balance.
                .ThenBy(l => l.Line.Id, StringComparer.Ordinal),
            .. LineReader.OfSpendings(spendings),
        ]);
    }

    private UnitLine LineOf(Guid book, Sums sums)
    {
        var isDebit = PageLine.DebitKinds.Contains(sums.Kind);
        var opening = isDebit ? sums.Opening : -sums.Opening;
        var (paidIn, paidOut) = isDebit ? (sums.Debits, sums.Credits) : (sums.Credits, sums.Debits);
        return new UnitLine(sums.Unit ?? Guid.Empty, new PageLine
        {
            Line = PageLine.Account,
            Id = sums.Unit is null ? $"{sums.Kind}/{sums.Building}".TrimEnd('/') : salts.IdOf(book, sums.Id),
            Kind = sums.Kind, Opening = opening, In = paidIn, Out = paidOut, Closing = opening + paidIn - paidOut,
        });
    }

    private static bool IsIdle(PageLine line) =>
        line.Kind != nameof(LedgerKind.UNIT_BALANCE) && line is { Opening.Fen: 0, In.Fen: 0, Out.Fen: 0 };

    private sealed record Sums(
        Guid Id, string Kind, string Building, Guid? Unit, Money Opening, Money Debits, Money Credits);
}
