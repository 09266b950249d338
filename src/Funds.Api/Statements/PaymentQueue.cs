using CivicPlatform.Funds.Posting;
using CivicPlatform.ServiceDefaults.Audit;
using CivicPlatform.ServiceDefaults.Messaging;
using CivicPlatform.ServiceDefaults.Security;
using Npgsql;

namespace CivicPlatform.Funds.Statements;

/// <summary>A single payment on its way to a shared commit.</summary>
public sealed record PendingPayment(
    IdempotencyIdentity Identity, AuditContext Caller, string StreetCode, string DivisionCode, BankText Text,
    LineToPost Line, byte[] Hash) : SharedWrite(Identity, Caller, StreetCode)
{
    /// <summary>A serial of the bank stands once in a book.</summary>
    public override object NaturalKey => (Line.BookId, Line.Serial);
}

/// <summary>
/// Group posting: a hot account pays one commit for many payments, and its running balance stays exact. Correct on
/// several replicas, because the books are locked in one order and the keys are unique.
/// </summary>
public sealed class PaymentQueue(
    PaymentPosting posting, NpgsqlDataSource app, FieldCipher cipher, OutboxSignal outbox,
    ILogger<PaymentQueue> logger) : SharedCommitQueue<PendingPayment>(app, cipher, outbox, logger)
{
    protected override Task<IReadOnlyList<Result<StoredAnswer>>> CommitAsync(IReadOnlyList<PendingPayment> writes) =>
        posting.PostAsync(writes);
}
