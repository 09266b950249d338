using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.Posting;

namespace CivicPlatform.Funds.Refunds;

/// <summary>POST /bills/{id}/credit-applications: a credit pays another bill of the same household (002-11).</summary>
public static class ApplyCredit
{
    private const string InsertSql =
        "insert into credit_applications (id, street_code, division_code, from_bill_id, to_bill_id, amount, reason, " +
        "applied_by) values ($1, $2, $3, $4, $5, $6, $7, $8)";

    public sealed record Request
    {
        /// <summary>A bill of the same household, in a campaign that is open on the same account.</summary>
        public required Guid ToBillId { get; init; }

        public required Money Amount { get; init; }

        /// <summary>The office's words, no person; at most 200 characters.</summary>
        public required string Reason { get; init; }
    }

    /// <param name="Credit">What is left of the credit.</param>
    /// <param name="Owed">What the other bill still lacks.</param>
    public sealed record Response(Guid Id, Money Amount, Money Credit, Money Owed);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/bills/{id:guid}/credit-applications", PostAsync).Requires(Permissions.RefundAsk)
            .WithTags("Refunds").WithSummary("Pay another bill from a credit (预存款抵缴)")
            .WithDescription(
                "No money leaves the account. 422 credit_applications.other_household, " +
                "credit_applications.other_account, credit_applications.beyond_credit (what a refund was asked " +
                "for is not free), rule RAISE-12; 409 credit_applications.campaign_not_open; 404 bills.not_found.")
            .WithRequestExample(
                """{"toBillId":"01a1fc79-5a10-7c31-8f7e-2f9b3c5d1e22","amount":"0.01","reason":"业主要求抵缴"}""");

    private static async Task<Results<Created<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, CancellationToken ct)
    {
        var result = await handler.HandleAsync(id, request, ct);
        if (!result.Succeeded(out var response, out var error)) return error.ToProblem();
        return TypedResults.Created($"/api/v1/bills/{id}/credit-applications/{response.Id}", response);
    }

    public sealed class Handler(FundsDbContext db, RefundDesk desk, CurrentUser user, TimeProvider clock)
    {
        public async Task<Result<Response>> HandleAsync(Guid billId, Request request, CancellationToken ct)
        {
            var shape = new ShapeCheck().Text(request.Reason, 200)
                .That(request.Amount > Money.Zero, "amount", "amount.not_positive", "金额应大于零")
                .That(request.ToBillId != billId, "toBillId", "to_bill_id.same", "应为另一张账单");
            if (shape.Error is { } malformed) return malformed;
            var bills = await HeldBills.TakeAsync(db, [billId, request.ToBillId], ct);
            if (!bills.TryGetValue(billId, out var from) || !bills.TryGetValue(request.ToBillId, out var to))
                return BillReceipts.ReceiptErrors.BillNotFound;
            if (!from.IsOfHousehold(to)) return RefundErrors.OtherHousehold;
            if (from.Book.Id != to.Book.Id) return RefundErrors.OtherAccount;
            if (!to.IsOpen) return RefundErrors.TargetNotOpen;

            var free = (await desk.RoomAsync(from, Guid.Empty, ct)).FreeCredit;
            var owed = to.Row.State.Amount - to.Row.State.Paid;
            var (id, now) = (Guid.CreateVersion7(), clock.GetUtcNow());
            var posting = HeldBills.Posting(to, LedgerKind.OWNER_CREDIT, "CREDIT_APPLIED", from.Row);
            var line = new LineToPost(id, to.Book.Id, $"CREDIT-{id:N}", now, request.Amount, to.Unit, false);
            if (request.Amount > free || !posting.ApplyCredit(line, now))
                return RefundErrors.BeyondCredit(request.Amount, free, owed);

            await db.RunAsync([
                Sql.Command(InsertSql, id, to.Book.StreetCode, to.Book.DivisionCode, billId, request.ToBillId,
                    request.Amount.Yuan, request.Reason, user.Subject),
                .. posting.Commands(now, db.Outbox.Enqueue)], ct);
            db.Audit.Record(user, "bills.apply-credit", id, to.Book.StreetCode);
            await db.SaveChangesAsync(ct);
            return new Response(id, request.Amount, from.Row.State.Credit, owed - request.Amount);
        }
    }
}
