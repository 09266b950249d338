using CivicPlatform.Funds.Ledger;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Funds.Statements;

/// <summary>POST /accounts/{id}/bank-lines: one payment as the bank tells it; the hot path (group posting).</summary>
public static class PostBankLine
{
    public sealed record Request
    {
        public required string BankSerial { get; init; }

        /// <summary>"2023-06-12 09:13:00" (Asia/Shanghai) or an instant with its offset.</summary>
        public required string BookedAt { get; init; }

        /// <summary>Yuan with at most two decimals; negative only for a refund.</summary>
        public required Money Amount { get; init; }

        public string Counterparty { get; init; } = "";
        public string Memo { get; init; } = "";
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/accounts/{id:guid}/bank-lines", PostAsync)
            .Requires(Permissions.BankLinePost).OwnsItsTransaction()
            .WithTags("Statements").WithSummary("Post one bank line (逐笔入账)")
            .WithDescription(
                "A payment as the bank tells it: 201 says where it went, money that no memo places to suspense. The " +
                "same serial with the same content is 200 with duplicate true; 422 bank_lines.serial_reused with " +
                "another one, bank_lines.negative_is_no_refund. 404 accounts.not_found. bank_lines.busy passes by " +
                "itself: come again with the same key.")
            .Produces<PaymentView>(StatusCodes.Status201Created).Produces<PaymentView>()
            .WithRequestExample(
                """
                {"bankSerial":"B20230000534","bookedAt":"2023-06-12 09:13:00","amount":"1613.70",
                 "counterparty":"王芳","memo":"4-1-101 电梯大修"}
                """);

    private static async Task<IResult> PostAsync(
        Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        var result = await handler.HandleAsync(id, request, http, ct);
        return result.Succeeded(out var answer, out var error) ? new CommittedAnswer(answer) : error.ToProblem();
    }

    public sealed class Handler(AccountDirectory accounts, PaymentQueue queue, FieldCipher cipher, CurrentUser user)
    {
        public async Task<Result<StoredAnswer>> HandleAsync(
            Guid accountId, Request request, HttpContext http, CancellationToken ct)
        {
            if (Check(request, out var text) is { } malformed) return malformed;
            var read = await IdempotencyIdentity.ReadAsync(http, user, ct);
            if (!read.Succeeded(out var identity, out var noKey)) return noKey;
            if (await accounts.FindAsync(accountId, user, ct) is not { } account) return LedgerErrors.AccountNotFound;
            var line = text.ToPost(Guid.CreateVersion7(), accountId);
            if (text.Amount < Money.Zero && !line.SaysRefund) return StatementErrors.NegativeIsNoRefund;

            return await queue.CommitAsync(
                () => new PendingPayment(identity, user.Audit, account.StreetCode, account.DivisionCode, text, line,
                    text.HashWith(cipher)),
                ct);
        }

        private static Error? Check(Request request, out BankText text)
        {
            var timed = BankText.TryReadTime(request.BookedAt, out var bookedAt);
            text = new BankText(
                request.BankSerial, bookedAt, request.Amount, request.Counterparty.Trim(), request.Memo.Trim());
            return new ShapeCheck()
                .That(BankText.IsSerial(request.BankSerial), "bankSerial", "bank_serial.malformed",
                    "应为 1 至 64 位字母、数字或 - _ . /")
                .That(timed, "bookedAt", "booked_at.malformed", "应为 yyyy-MM-dd HH:mm:ss 或带时区的时刻")
                .That(request.Amount != Money.Zero, "amount", "amount.zero", "金额不能为零")
                .OptionalText(request.Counterparty, BankText.MaxCounterparty)
                .OptionalText(request.Memo, MemoMatcher.MaxLength).Error;
        }
    }
}
