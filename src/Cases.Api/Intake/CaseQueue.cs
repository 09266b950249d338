using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Audit;
using CivicPlatform.ServiceDefaults.Faults;
using CivicPlatform.ServiceDefaults.Http;
using CivicPlatform.ServiceDefaults.Messaging;
using CivicPlatform.ServiceDefaults.Security;
using Npgsql;

namespace CivicPlatform.Cases.Intake;

/// <summary>A case on its way to a shared commit, with all that commits with it.</summary>
public sealed record NewCase(
    IdempotencyIdentity Identity, AuditContext Caller, Case Case, Reporter Reporter, Words Words, OutboxMessage Event,
    StoredAnswer Answer) : SharedWrite(Identity, Caller, Case.StreetCode)
{
    internal AuditRow Audited { get; } =
        AuditRow.Of(Caller, "intake.register", Case.Id, Case.StreetCode, Case.Matter);
}

/// <summary>
/// Cases that arrive together share one round trip and one commit: scope, idempotency rows with their answers, cases,
/// audit and outbox. The answer is known before the write, so nothing is read.
/// </summary>
public sealed class CaseQueue(
    NpgsqlDataSource app, FieldCipher cipher, OutboxSignal outbox, ILogger<CaseQueue> logger)
    : SharedCommitQueue<NewCase>(app, cipher, outbox, logger)
{
    private readonly NpgsqlDataSource _app = app;
    private readonly FieldCipher _cipher = cipher;

    protected override async Task<IReadOnlyList<Result<StoredAnswer>>> CommitAsync(IReadOnlyList<NewCase> writes)
    {
        await using var connection = await _app.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection); // All of it is one implicit transaction.
        batch.BatchCommands.Add(RequestTransaction.ScopeCommand(writes.Select(w => w.StreetCode)));
        batch.BatchCommands.Add(SharedIdempotency.StoreAll([.. writes.Select(w => (w.Identity, w.Answer))], _cipher));
        batch.BatchCommands.Add(CaseSql.Insert(writes));
        batch.BatchCommands.Add(AuditSql.Insert([.. writes.Select(w => w.Audited)]));
        batch.BatchCommands.Add(OutboxSql.Insert([.. writes.Select(w => w.Event)]));
        CrashPoint.Reached(CrashPoint.BeforeCommit);
        await batch.ExecuteNonQueryAsync();
        CrashPoint.Reached(CrashPoint.AfterCommit);
        return [.. writes.Select(w => (Result<StoredAnswer>)w.Answer)];
    }
}
