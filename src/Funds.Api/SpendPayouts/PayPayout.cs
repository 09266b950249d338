using CivicPlatform.Contracts.Funds;
using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.MaintenanceFund;
using CivicPlatform.Funds.SpendRequests;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Funds.SpendPayouts;

/// <summary>POST /spend-requests/{id}/payouts/{payoutId}/pay: the bank has paid an approved payout (FUND-28).</summary>
public static class PayPayout
{
    public sealed record Request
    {
        public required string BankSerial { get; init; }
        public required string BookedAt { get; init; }

        /// <summary>Where the bank says that it went: the contract's account and no other (FUND-22).</summary>
        public required string PayeeAccount { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/spend-requests/{id:guid}/payouts/{payoutId:guid}/pay", PostAsync)
            .Requires(Permissions.PayoutAsk)
            .WithTags("Spend payouts").WithSummary("Record that the bank paid the contractor (登记付款)")
            .WithDescription(
                "Under the bank's serial, once; an outflow that the statement told first is taken from suspense. 422 " +
                "spend_payouts.other_account (FUND-22), expired; 409 spend_payouts.wrong_status, " +
                "spending.bank_serial_taken; spending.bank_serial_staged passes by itself. 422 " +
                "spend_requests.decision_revoked: what is unpaid stays unpaid (EVT-01).")
            .WithRequestExample(
                """
                {"bankSerial":"W20260000611","bookedAt":"2026-10-09 15:02:00","payeeAccount":"31001234567890123"}
                """);

    private static async Task<Results<Ok<PayoutView>, ProblemHttpResult>> PostAsync(
        Guid id, Guid payoutId, Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        var result = await handler.HandleAsync((id, payoutId), request, http, ct);
        return result.Succeeded(out var view, out var error) ? TypedResults.Ok(view) : error.ToProblem();
    }

    public sealed class Handler(
        FundsDbContext db, PayoutDesk desk, SpendDesk spending, FieldCipher cipher, CurrentUser user)
    {
        public async Task<Result<PayoutView>> HandleAsync(
            (Guid Request, Guid Payout) ids, Request request, HttpContext http, CancellationToken ct)
        {
            var shape = FundMoney.Check(request.BankSerial, request.BookedAt, new Money(1), out var bookedAt)
                .Text(request.PayeeAccount, 64);
            if (shape.Error is { } malformed) return malformed;
            var taken = await desk.TakeAsync(ids.Request, http, ct);
            if (!taken.Succeeded(out var spend, out var error)) return error;
            if (await desk.FindAsync(ids.Request, ids.Payout, ct) is not { } payout) return PayoutErrors.NotFound;
            var account = request.PayeeAccount.Replace(" ", "", StringComparison.Ordinal);
            if (account != cipher.DecryptText(spend.AccountCipher!, spend.Id)) return PayoutErrors.OtherAccount;
            var facts = await spending.FactsAsync(spend.StreetCode, ct);
            if (payout.Pay(request.BankSerial, bookedAt, facts.On).Error is { } wrong) return wrong;
            var told = facts with { Reference = $"{payout.Id}" };
            if (spend.Pay(payout.Amount, told).Error is { } refused) return refused;

            var book = HouseholdMoney.BookOf(spend);
            var money = new FundMoney(request.BankSerial, bookedAt, -payout.Amount);
            var claimed = await money.ClaimAsync(db, book, user.Subject, ApprovePayout.Kind, ct);
            if (!claimed.Succeeded(out var claim, out var notOurs)) return notOurs;
            await db.RunAsync([.. claim.Commands, ReservationSql.End(payout.Id, ReservationOutcome.POSTED),
                LedgerSql.Insert([new Transfer(book, LedgerAccount.IdOf(book.Id, LedgerKind.CONTRACTOR_PAYABLE),
                    LedgerAccount.IdOf(book.Id, LedgerKind.SUSPENSE), payout.Amount, ApprovePayout.Kind, payout.Id,
                    claim.EntryDate)])], ct);
            db.Outbox.Enqueue(EventOf(spend, payout, facts.At));
            await spending.SaveAsync(spend, "spend_payouts.pay", http, ct);
            return PayoutView.Of(payout, spend);
        }

        private static SpendRequestPaid EventOf(SpendRequest spend, Payout payout, DateTimeOffset now) => new()
        {
            AggregateId = spend.Id,
            AggregateVersion = spend.NextVersion,
            OccurredAt = now,
            StreetCode = spend.StreetCode,
            CaseId = spend.CaseId,
            EstateId = spend.EstateId,
            PayoutId = payout.Id,
            Kind = $"{payout.Kind}",
            Amount = payout.Amount.Yuan,
            Paid = spend.Paid.Yuan,
            Settled = spend.Settled!.Value.Yuan,
            Status = $"{spend.Status}",
        };
    }
}
