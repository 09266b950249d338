using CivicPlatform.Funds.Ledger;
using Npgsql;

namespace CivicPlatform.Funds.Reconciliations;

/// <summary>Reads the figures of a period by the days on which the bank booked, not those of our records.</summary>
internal static class ReconciliationReader
{
    private const string FiguresSql =
        """
        select
            (select coalesce(sum(case when debit_id = $2 then amount else -amount end)
                filter (where booked_at < $3), 0) from ledger_transfers where $2 in (debit_id, credit_id)),
            (select coalesce(sum(case when debit_id = $2 then amount else -amount end), 0)
                from ledger_transfers where $2 in (debit_id, credit_id) and booked_at < $4),
            u.lines, u.amount, s.lines, s.amount,
            (select (min(booked_at) at time zone 'Asia/Shanghai')::date from bank_lines where account_id = $1)
        from
            (select count(*)::int as lines, coalesce(sum(amount), 0) as amount from bank_lines
                where account_id = $1 and outcome is null and booked_at < $4) u,
            (select count(*)::int as lines, coalesce(sum(s.amount), 0) as amount from suspense_lines s
                join bank_lines l on l.id = s.id
                where s.account_id = $1 and s.status = 'OPEN' and l.booked_at < $4) s
        """;

    private const string StatementSql =
        "select id, closing from bank_statements where account_id = $1 and closes_on = $2 " +
        "order by recorded_at desc, id desc limit 1";

    // A statement that was sent twice is one; a hole between two of them is a file that nobody imported.
    private const string DifferencesSql =
        """
        select * from (
            select 'UNPOSTED' as kind, id, serial, (booked_at at time zone 'Asia/Shanghai')::date as day, amount
            from bank_lines where account_id = $1 and outcome is null and booked_at < $3
            union all
            select 'BOOKED_HERE_ONLY', id, serial, (booked_at at time zone 'Asia/Shanghai')::date, amount
            from bank_lines l where account_id = $1 and source <> 'IMPORT' and booked_at >= $2 and booked_at < $3
                and not exists (select 1 from bank_line_confirmations c where c.line_id = l.id)
            union all
            select 'STATEMENT_GAP', null, reference, opens_on, opening - before
            from (select reference, opens_on, opening, lag(closing) over (order by closes_on, opens_on) as before
                from (select distinct on (opens_on, closes_on, opening, closing) * from bank_statements
                    where account_id = $1 and closes_on between $4 and $5) once) s
            where before <> opening) d
        order by day, kind, id limit 200
        """;

    private const string SuspenseSql =
        "select s.id, l.serial, (l.booked_at at time zone 'Asia/Shanghai')::date, s.amount from suspense_lines s " +
        "join bank_lines l on l.id = s.id where s.account_id = $1 and s.status = 'OPEN' and l.booked_at < $2 " +
        "order by l.booked_at, s.id limit 200";

    public static async Task<PeriodFigures> FiguresAsync(
        FundsDbContext db, Guid account, (DateOnly From, DateOnly To) period, CancellationToken ct)
    {
        var found = await db.RowsAsync(Sql.Command(FiguresSql, account, LedgerAccount.IdOf(account, LedgerKind.BANK),
            CivilTime.StartOf(period.From), CivilTime.EndOf(period.To)), r => new PeriodFigures(r.Money(0), r.Money(1),
                new Waiting(r.GetInt32(2), r.Money(3)), new Waiting(r.GetInt32(4), r.Money(5)), r.DayOrNull(6)), ct);
        return found[0];
    }

    /// <summary>What the bank said it held at the end of that day; the last word where it said it twice.</summary>
    public static async Task<(Guid Id, Money Closing)?> StatementAsync(
        FundsDbContext db, Guid account, DateOnly day, CancellationToken ct)
    {
        var found = await db.RowsAsync(
            Sql.Command(StatementSql, account, day), r => (r.GetGuid(0), r.Money(1)), ct);
        return found.Count == 0 ? null : found[0];
    }

    public static Task<List<ReconciliationView.Difference>> DifferencesAsync(
        FundsDbContext db, Guid account, (DateOnly From, DateOnly To) period, CancellationToken ct) =>
        db.RowsAsync(Sql.Command(DifferencesSql, account, CivilTime.StartOf(period.From), CivilTime.EndOf(period.To),
            period.From, period.To), r => new ReconciliationView.Difference(r.GetString(0), r.GuidOrNull(1),
                r.GetString(2), r.GetFieldValue<DateOnly>(3), r.Money(4)), ct);

    public static Task<List<ReconciliationView.WaitingLine>> SuspenseAsync(
        FundsDbContext db, Guid account, DateOnly to, CancellationToken ct) =>
        db.RowsAsync(Sql.Command(SuspenseSql, account, CivilTime.EndOf(to)), Line, ct);

    private static ReconciliationView.WaitingLine Line(NpgsqlDataReader r) =>
        new(r.GetGuid(0), r.GetString(1), r.GetFieldValue<DateOnly>(2), r.Money(3));
}
