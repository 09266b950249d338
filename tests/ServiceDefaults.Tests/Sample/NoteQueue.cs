using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Audit;
using CivicPlatform.ServiceDefaults.Http;
using CivicPlatform.ServiceDefaults.Messaging;
using CivicPlatform.ServiceDefaults.Security;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CivicPlatform.ServiceDefaults.Tests.Sample;

/// <summary>A quick note on its way to a shared commit.</summary>
public sealed record NewNote(
    IdempotencyIdentity Identity, AuditContext Caller, Note Note, OutboxMessage Event, StoredAnswer Answer)
    : SharedWrite(Identity, Caller, Note.StreetCode)
{
    internal AuditRow Audited { get; } = AuditRow.Of(Caller, "notes.add", Note.Id, Note.StreetCode);
}

/// <summary>The hot path of the sample: notes that arrive together share a commit.</summary>
public sealed class NoteQueue(
    NpgsqlDataSource app, FieldCipher cipher, OutboxSignal outbox, ILogger<NoteQueue> logger)
    : SharedCommitQueue<NewNote>(app, cipher, outbox, logger)
{
    private readonly NpgsqlDataSource _app = app;
    private readonly FieldCipher _cipher = cipher;

    protected override async Task<IReadOnlyList<Result<StoredAnswer>>> CommitAsync(IReadOnlyList<NewNote> writes)
    {
        await using var connection = await _app.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(RequestTransaction.ScopeCommand(writes.Select(w => w.StreetCode)));
        batch.BatchCommands.Add(SharedIdempotency.StoreAll([.. writes.Select(w => (w.Identity, w.Answer))], _cipher));
        foreach (var note in writes.Select(w => w.Note))
        {
            batch.BatchCommands.Add(new(
                "insert into notes (id, street_code, division_code, text, amount, version) " +
                "values ($1, $2, $3, $4, $5, 1)")
            {
                Parameters =
                {
                    new() { Value = note.Id }, new() { Value = note.StreetCode }, new() { Value = note.DivisionCode },
                    new() { Value = note.Text }, new() { Value = note.Amount.Yuan },
                },
            });
        }
        batch.BatchCommands.Add(AuditSql.Insert([.. writes.Select(w => w.Audited)]));
        batch.BatchCommands.Add(OutboxSql.Insert([.. writes.Select(w => w.Event)]));
        await batch.ExecuteNonQueryAsync();
        return [.. writes.Select(w => (Result<StoredAnswer>)w.Answer)];
    }
}
