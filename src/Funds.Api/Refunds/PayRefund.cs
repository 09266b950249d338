using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.Posting;
using CivicPlatform.Funds.Spending;
using CivicPlatform.Funds.Statements;
using Npgsql;

namespace CivicPlatform.Funds.Refunds;

/// <summary>
/// POST /refunds/{id}/pay: the bank has paid an approved refund. The building may fall below its trigger: an alert is
/// told and works go on (002-15).
/// </summary>
public static class PayRefund
{
    private const string LineSql =
        "insert into bank_lines (id, account_id, serial, street_code, division_code, booked_at, amount, says_refund, " +
        "source, outcome, bill_id, to_bill, to_credit, to_suspense, posted_at) " +
        "values ($1, $2, $3, $4, $5, $6, $7, true, 'REFUND', 'REFUNDED', $8, $9, $10, 0, now())";

    // The memo named the household, and the line was placed before anybody said so here.
    private const string ToldSql =
        "select l.booked_at, l.to_bill, l.to_credit from bank_lines l where l.account_id = $1 and l.serial = $2 " +
        "and l.outcome = 'REFUNDED' and l.bill_id = $3 and l.amount = $4 and l.to_suspense = 0";

    private const string TakenSql = "select true from refunds where account_id = $1 and bank_serial = $2";

    public sealed record Request
    {
        public required string BankSerial { get; init; }
        public required string BookedAt { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/refunds/{id:guid}/pay", PostAsync).Requires(Permissions.RefundAsk)
            .WithTags("Refunds").WithSummary("Record that the bank paid a refund (登记退款)")
            .WithDescription(
                "Under the bank's serial, once; what the statement told first is taken from where it went. A " +
                "building that falls below its trigger raises an alert and stops nothing (RAISE-03). 409 " +
                "refunds.wrong_status, refunds.bank_serial_taken, spending.bank_serial_taken; " +
                "spending.bank_serial_staged passes by itself. 422 refunds.beyond_paid, rule RAISE-12.")
            .WithRequestExample("""{"bankSerial":"R20230000001","bookedAt":"2023-08-01 10:00:00"}""");

    private static async Task<Results<Ok<RefundView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        var result = await handler.HandleAsync(id, request, http, ct);
        return result.Succeeded(out var view, out var error) ? TypedResults.Ok(view) : error.ToProblem();
    }

    public sealed class Handler(FundsDbContext db, RefundDesk desk, CurrentUser user, TimeProvider clock)
    {
        public async Task<Result<RefundView>> HandleAsync(
            Guid id, Request request, HttpContext http, CancellationToken ct)
        {
            var shape = OutPayment.Check(new Money(1), request.BankSerial, request.BookedAt, out var bookedAt);
            if (shape.Error is { } malformed) return malformed;
            var taken = await desk.TakeAsync(id, http, ct);
            if (!taken.Succeeded(out var held, out var error)) return error;
            var (refund, bill) = held;
            if (refund.CanPay().Error is { } wrong) return wrong;
            var other = await db.RowsAsync(
                Sql.Command(TakenSql, bill.Book.Id, request.BankSerial), r => r.GetBoolean(0), ct);
            if (other.Count > 0) return RefundErrors.SerialTaken;

            var told = await db.RowsAsync(
                Sql.Command(ToldSql, bill.Book.Id, request.BankSerial, bill.Row.Id, -refund.Amount.Yuan),
                r => (At: r.GetFieldValue<DateTimeOffset>(0), Bill: -r.Money(1), Credit: -r.Money(2)), ct);
            if (told.Count > 0) refund.Pay(request.BankSerial, told[0].At, told[0].Bill, told[0].Credit);
            else if ((await BookAsync(refund, bill, (request.BankSerial, bookedAt), ct)).Error is { } refused)
                return refused;
            return await desk.SaveAsync(held, (user, "refunds.pay"), http, ct);
        }

        /// <summary>Nobody has placed that money yet: the statement has it in suspense, or has not told it.</summary>
        private async Task<Result> BookAsync(
            Refund refund, HeldBill bill, (string Serial, DateTimeOffset BookedAt) bank, CancellationToken ct)
        {
            var line = await KnownLine.FindAsync(db, bill.Book, bank.Serial, ct);
            if (!line.MayTake(bank.Serial, -refund.Amount, bank.BookedAt).Succeeded(out var waiting, out var known))
                return known;
            var id = line.Id ?? Guid.CreateVersion7();
            var bookedAt = line.BookedAt ?? bank.BookedAt;
            var posting = HeldBills.Posting(bill, waiting ? LedgerKind.SUSPENSE : LedgerKind.BANK, "REFUND");
            var post = new LineToPost(id, bill.Book.Id, bank.Serial, bookedAt, -refund.Amount, bill.Unit, true);
            var now = clock.GetUtcNow();
            // A closed campaign collects nothing and gives nothing of it back: what is left is a credit.
            var posted = bill.IsOpen ? posting.Post(post, now) : posting.PostCredit(post, now);
            var (toBill, toCredit) = (posted.Placement.ToBill, posted.Placement.ToCredit);
            if (posted.Placement.ToSuspense != Money.Zero)
                return RefundErrors.BeyondPaid(refund.Amount, -toBill - toCredit);

            await db.RunAsync([
                waiting ? line.Take(user.Subject, "REFUND") : Line(post, bill, (toBill, toCredit)),
                .. posting.Commands(now, db.Outbox.Enqueue)], ct);
            refund.Pay(bank.Serial, bookedAt, -toBill, -toCredit);
            return Result.Success;
        }

        private static NpgsqlBatchCommand Line(LineToPost line, HeldBill bill, (Money Bill, Money Credit) to) =>
            Sql.Command(LineSql, line.LineId, line.BookId, line.Serial, bill.Book.StreetCode, bill.Book.DivisionCode,
                line.BookedAt, line.Amount.Yuan, bill.Row.Id, to.Bill.Yuan, to.Credit.Yuan);
    }
}
