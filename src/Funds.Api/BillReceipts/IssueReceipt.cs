using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.Statements;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Funds.BillReceipts;

/// <summary>POST /bills/{id}/receipts: a receipt to who paid; the debt cleared is the household's (RAISE-08).</summary>
public static class IssueReceipt
{
    private const string BillSql =
        "select b.campaign_id, c.account_id, b.street_code, b.division_code from bills b " +
        "join campaigns c on c.id = b.campaign_id where b.id = $1";

    // What the line did to this bill: directly, or in pieces that a person assigned and nobody took back.
    private const string PaidSql =
        "select l.id, l.booked_at, sum(p.to_bill), sum(p.to_credit) from bank_lines l join lateral (" +
        "select l.to_bill, l.to_credit where l.bill_id = $3 union all " +
        "select s.to_bill, s.to_credit from suspense_pieces s where s.line_id = l.id and s.bill_id = $3 " +
        "and not exists (select 1 from suspense_undos u where u.assignment_id = s.assignment_id)) p on true " +
        "where l.account_id = $1 and l.serial = $2 and l.amount > 0 group by l.id, l.booked_at";

    private const string InsertSql =
        "insert into bill_receipts (id, bill_id, campaign_id, street_code, division_code, no, line_id, payer_kind, " +
        "to_bill, to_credit, paid_at, issued_by) select $1, $2, $3, $4, $5, coalesce(max(no), 0) + 1, $6, $7, $8, " +
        "$9, $10, $11 from bill_receipts where campaign_id = $3 " +
        "having not exists (select 1 from bill_receipts where bill_id = $2 and line_id = $6)";

    public sealed record Request
    {
        /// <summary>The bank's serial number of the payment.</summary>
        public required string BankSerial { get; init; }

        [CodesOf(typeof(PayerKinds))]
        public required string PayerKind { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/bills/{id:guid}/receipts", PostAsync).Requires(Permissions.BillReceiptIssue)
            .WithTags("Bills").WithSummary("Issue a receipt to who paid (开具收据)")
            .WithDescription(
                "For one payment and one bill, once: 409 bill_receipts.already_issued. A tenant may pay for the " +
                "owner: payer and debtor are two, the debt is the owner's (RAISE-08). 422 " +
                "bill_receipts.line_did_not_pay; 404 bills.not_found. The payer is masked; /reveal shows the name.")
            .WithRequestExample("""{"bankSerial":"B20230000534","payerKind":"TENANT"}""");

    private static async Task<Results<Created<ReceiptView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, CancellationToken ct)
    {
        var result = await handler.HandleAsync(id, request, ct);
        if (!result.Succeeded(out var receipt, out var error)) return error.ToProblem();
        return TypedResults.Created($"/api/v1/bills/{id}/receipts/{receipt.Id}", receipt);
    }

    public sealed class Handler(FundsDbContext db, CurrentUser user, FieldCipher cipher)
    {
        public async Task<Result<ReceiptView>> HandleAsync(Guid billId, Request request, CancellationToken ct)
        {
            var shape = new ShapeCheck().Code(request.PayerKind, PayerKinds.All)
                .That(BankText.IsSerial(request.BankSerial), "bankSerial", "bank_serial.malformed",
                    "应为 1 至 64 位字母、数字或 - _ . /");
            if (shape.Error is { } malformed) return malformed;
            var bills = await db.RowsAsync(Sql.Command(BillSql, billId), r => (Campaign: r.GetGuid(0),
                Account: r.GetGuid(1), Street: r.GetString(2), Division: r.GetString(3)), ct);
            if (bills.Count == 0) return ReceiptErrors.BillNotFound;
            var bill = bills[0];
            // The book's lock, as every writer: numbers have no gap and an undo cannot slip between.
            await db.RunAsync([LedgerSql.LockBooks([bill.Account])], ct);
            var paid = await db.RowsAsync(Sql.Command(PaidSql, bill.Account, request.BankSerial, billId),
                r => (Line: r.GetGuid(0), At: r.GetFieldValue<DateTimeOffset>(1), ToBill: r.Money(2),
                    ToCredit: r.Money(3)), ct);
            if (paid.Count == 0 || paid[0].ToBill + paid[0].ToCredit <= Money.Zero) return ReceiptErrors.LineDidNotPay;

            var id = Guid.CreateVersion7();
            var (line, at, toBill, toCredit) = paid[0];
            var written = await db.RunAsync([Sql.Command(InsertSql, id, billId, bill.Campaign, bill.Street,
                bill.Division, line, request.PayerKind, toBill.Yuan, toCredit.Yuan, at, user.Subject)], ct);
            if (written == 0) return ReceiptErrors.AlreadyIssued;
            db.Audit.Record(user, "bill_receipts.issue", id, bill.Street);
            await db.SaveChangesAsync(ct);
            return (await db.RowsAsync(Sql.Command($"select {ReceiptView.ColumnsSql} where r.id = $1", id),
                r => ReceiptView.Map(r, cipher), ct))[0];
        }
    }
}
