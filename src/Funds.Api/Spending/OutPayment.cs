using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.Statements;
using Npgsql;

namespace CivicPlatform.Funds.Spending;

/// <summary>Money that leaves the dedicated account, under the bank's serial number: it is booked once.</summary>
/// <param name="Kind"><see cref="Works"/> or <see cref="Repayment"/>.</param>
public sealed record OutPayment(
    Guid Id, string Kind, string Building, string Payee, string Purpose, Money Amount, string BankSerial,
    DateTimeOffset BookedAt)
{
    public const string Works = "WORKS";
    public const string Repayment = "ADVANCE_REPAYMENT";

    public static readonly IReadOnlyList<string> Kinds = [Works, Repayment];

    private const string LineSql =
        "insert into bank_lines (id, account_id, serial, street_code, division_code, booked_at, amount, says_refund, " +
        "source, outcome, to_bill, to_credit, to_suspense, posted_at) " +
        "values ($1, $2, $3, $4, $5, $6, $7, false, $8, 'PAID_OUT', 0, 0, 0, now())";

    private const string SpendingSql =
        "insert into spendings (id, campaign_id, building, kind, payee, purpose, amount, paid_on, bank_serial) " +
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

    /// <summary>
    /// The commands that book it against <paramref name="debit"/>. When the statement told the outflow first, the
    /// money waits in suspense and comes from there; a serial that means anything else is refused.
    /// </summary>
    public async Task<Result<IReadOnlyList<NpgsqlBatchCommand>>> BookAsync(
        FundsDbContext db, SpendingScope scope, LedgerKind debit, string actor, CancellationToken ct)
    {
        var line = await KnownLine.FindAsync(db, scope.Book, BankSerial, ct);
        if (!line.MayTake(BankSerial, -Amount, BookedAt).Succeeded(out var waiting, out var refused)) return refused;

        var from = LedgerAccount.IdOf(scope.Book.Id, waiting ? LedgerKind.SUSPENSE : LedgerKind.BANK);
        var to = LedgerAccount.IdOf(scope.Book.Id, debit, Building);
        var transfer = new Transfer(scope.Book, to, from, Amount, Kind, Id, line.EntryDate(BookedAt));
        return new[]
        {
            waiting ? line.Take(actor, Kind) : Line(scope.Book),
            Sql.Command(SpendingSql, Id, scope.Campaign.Id, Building, Kind, Payee, Purpose, Amount.Yuan,
                CivilTime.DayOf(BookedAt), BankSerial),
            LedgerSql.Insert([transfer]),
        };
    }

    /// <summary>What is wrong with the shape of a request for it.</summary>
    public static ShapeCheck Check(Money amount, string bankSerial, string bookedAt, out DateTimeOffset instant) =>
        new ShapeCheck()
            .That(BankText.TryReadTime(bookedAt, out instant), "bookedAt", "booked_at.malformed",
                "应为 yyyy-MM-dd HH:mm:ss 或带时区的时刻")
            .That(amount > Money.Zero, "amount", "amount.not_positive", "金额应大于零")
            .That(BankText.IsSerial(bankSerial), "bankSerial", "bank_serial.malformed",
                "应为 1 至 64 位字母、数字或 - _ . /");

    private NpgsqlBatchCommand Line(Book book) => Sql.Command(LineSql, Id, book.Id, BankSerial, book.StreetCode,
        book.DivisionCode, BookedAt, -Amount.Yuan, Kind == Works ? "SPENDING" : "REPAYMENT");
}
