using System.Data;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Audit;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Data;
using CivicPlatform.ServiceDefaults.Faults;
using CivicPlatform.ServiceDefaults.Messaging;
using CivicPlatform.ServiceDefaults.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace CivicPlatform.ServiceDefaults.Http;

/// <summary>
/// One request, one transaction: scope, idempotency row, effect, audit and outbox commit together or not at all.
/// </summary>
/// <remarks>
/// A POST is answered from a buffer, after the commit. 2xx commits; a refusal for good (409, 422) undoes the
/// effect and keeps the answer, so that a retry hears the same, with what must be told of the refusal
/// (<see cref="RefusalTrail"/>); everything else leaves nothing.
/// </remarks>
public sealed class RequestTransaction(
    ServiceDbContext db, FieldCipher cipher, OutboxSignal signal, StreetDirectory streets)
{
    private const string Effect = "effect"; // Savepoint between the idempotency row and the effect.

    public async Task RunAsync(HttpContext http, CurrentUser user, RequestDelegate next)
    {
        var ct = http.RequestAborted;
        user.Scope = await streets.ExpandAsync(user.Divisions, ct);
        db.Scope = user.Scope;
        if (HttpMethods.IsPost(http.Request.Method)) await PostAsync(http, user, next, ct);
        else await PlainAsync(http, user, next, ct);
    }

    private async Task PlainAsync(HttpContext http, CurrentUser user, RequestDelegate next, CancellationToken ct)
    {
        var reads = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await ExecuteAsync([ScopeCommand(db.Scope, user.Audit)], ct);
        if (reads && http.GetEndpoint()?.Metadata.GetMetadata<EndpointMarks.PersonalRead>() is null)
        {
            await next(http);
            return;
        }
        // Personal data leaves after the commit of its audit row.
        var answer = await HandleAsync(http, next, async answer =>
        {
            if (answer.Status is >= 200 and < 300) await AuditAndCommitAsync(transaction, http, user);
            else if (!db.Refusals.HasKept) await transaction.RollbackAsync(CancellationToken.None);
            else throw new InvalidOperationException("Only a POST keeps its answer: this refusal would be told twice.");
        });
        CrashPoint.Reached(CrashPoint.BeforeAnswer);
        await answer.WriteAsync(http.Response);
    }

    private async Task PostAsync(HttpContext http, CurrentUser user, RequestDelegate next, CancellationToken ct)
    {
        var read = await IdempotencyIdentity.ReadAsync(http, user, ct);
        if (!read.Succeeded(out var identity, out var malformed))
        {
            await malformed.ToProblem().ExecuteAsync(http);
            return;
        }
        if (http.GetEndpoint()?.Metadata.GetMetadata<EndpointMarks.PersonalAnswer>() is not null)
        {
            await PlainAsync(http, user, next, ct); // A search: asking again looks again, and is audited again.
            return;
        }
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await ClaimAsync(identity, user, ct) is { } refusal)
        {
            await refusal.ToProblem().ExecuteAsync(http);
            return;
        }
        if (!_claimed)
        {
            await ReplayAsync(http, identity, cipher, Connection, ct);
            return;
        }
        var answer = await HandleAsync(http, next,
            answer => SettleAsync(transaction, identity, answer, http, user));
        CrashPoint.Reached(CrashPoint.BeforeAnswer);
        await answer.WriteAsync(http.Response);
    }

    private bool _claimed;

    private async Task<Error?> ClaimAsync(IdempotencyIdentity identity, CurrentUser user, CancellationToken ct)
    {
        try
        {
            await using var batch = Batch(
                [ScopeCommand(db.Scope, user.Audit), IdempotencyTable.Claim(identity), new($"savepoint {Effect}")]);
            await using var reader = await batch.ExecuteReaderAsync(ct);
            await reader.NextResultAsync(ct);
            _claimed = await reader.ReadAsync(ct);
            return null;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return IdempotencyTable.InProgress; // The twin has run for more than five seconds.
        }
    }

    private async Task SettleAsync(
        IDbContextTransaction transaction, IdempotencyIdentity identity, StoredAnswer answer, HttpContext http,
        CurrentUser user)
    {
        if (!answer.IsFinal)
        {
            await transaction.RollbackAsync(CancellationToken.None);
            return;
        }
        var store = IdempotencyTable.Store(identity, answer, cipher);
        if (answer.Status >= 400)
        {
            var undo = new NpgsqlBatchCommand($"rollback to savepoint {Effect}");
            await ExecuteAsync([undo, store, .. db.Refusals.Commands], CancellationToken.None);
            await CommitAsync(transaction, db.Refusals.HasKept);
            return;
        }
        await ExecuteAsync([store], CancellationToken.None);
        await AuditAndCommitAsync(transaction, http, user);
    }

    internal static async Task ReplayAsync(
        HttpContext http, IdempotencyIdentity identity, FieldCipher cipher, NpgsqlConnection connection,
        CancellationToken ct)
    {
        var first = await IdempotencyTable.ReadAsync(connection, identity, cipher, ct);
        if (!first.Succeeded(out var answer, out var error))
        {
            await error.ToProblem().ExecuteAsync(http);
            return;
        }
        await answer.WriteAsync(http.Response);
    }

    /// <summary>
    /// Sets the caller's scope for this transaction only; a session setting would leak to the pool's next user.
    /// </summary>
    public static NpgsqlBatchCommand ScopeCommand(DivisionScope scope, AuditContext audit) => new(
        "select set_config('app.scope', $1, true), set_config('app.communities', $2, true), " +
        "set_config('lock_timeout', '5s', true), set_config('app.client', $3, true), " +
        "set_config('app.origin', $4, true), set_config('app.request_id', $5, true), " +
        "set_config('app.purpose', $6, true)")
    {
        Parameters =
        {
            new() { Value = scope.ForDatabase }, new() { Value = scope.CommunitiesForDatabase },
            new() { Value = audit.Client }, new() { Value = audit.Origin }, new() { Value = audit.RequestId },
            new() { Value = audit.Purpose },
        },
    };

    /// <summary>
    /// The scope of a commit that requests share: the offices that each of them was seen to cover. Its settings name
    /// no caller, so each audit row must say its own.
    /// </summary>
    /// <remarks>Waits for a lock a quarter of a second at most: whoever shares the commit waits as well.</remarks>
    public static NpgsqlBatchCommand ScopeCommand(IEnumerable<string> streetCodes) => new(
        "select set_config('app.scope', $1, true), set_config('app.communities', '', true), " +
        "set_config('lock_timeout', '250ms', true)")
    {
        Parameters = { new() { Value = string.Join(',', streetCodes.Distinct()) } },
    };

    /// <summary>No act commits and no personal data leaves without a row in the audit trail.</summary>
    private async Task AuditAndCommitAsync(IDbContextTransaction transaction, HttpContext http, CurrentUser user)
    {
        if (!db.Audit.HasRows)
        {
            db.Audit.RecordOperation(user, http);
            await db.SaveChangesAsync(CancellationToken.None);
        }
        await CommitAsync(transaction, db.Outbox.HasMessages);
    }

    private async Task CommitAsync(IDbContextTransaction transaction, bool tells)
    {
        CrashPoint.Reached(CrashPoint.BeforeCommit);
        await transaction.CommitAsync(CancellationToken.None); // A caller who hangs up must not undo half a decision.
        CrashPoint.Reached(CrashPoint.AfterCommit);
        if (tells) signal.Poke();
    }

    /// <summary>Runs the handler and settles its answer; a lost connection is told as one.</summary>
    /// <remarks>
    /// A reader that is put away hides that its connection broke; the next command then meets a completed transaction,
    /// which looks like a bug of ours.
    /// </remarks>
    private async Task<StoredAnswer> HandleAsync(
        HttpContext http, RequestDelegate next, Func<StoredAnswer, Task> settle)
    {
        try
        {
            var answer = await BufferedAsync(http, next);
            await settle(answer);
            return answer;
        }
        catch (Exception e) when (e is not OperationCanceledException && Connection.State != ConnectionState.Open)
        {
            throw new NpgsqlException("The connection was lost while the request was handled.", e);
        }
    }

    private static async Task<StoredAnswer> BufferedAsync(HttpContext http, RequestDelegate next)
    {
        var original = http.Response.Body;
        using var buffer = new MemoryStream();
        http.Response.Body = buffer;
        try
        {
            await next(http);
            await http.Response.BodyWriter.FlushAsync();
        }
        finally
        {
            http.Response.Body = original;
        }
        var headers = http.Response.Headers;
        return new StoredAnswer(
            http.Response.StatusCode, http.Response.ContentType, headers.Location, headers.ETag, buffer.ToArray());
    }

    private NpgsqlConnection Connection => (NpgsqlConnection)db.Database.GetDbConnection();

    private NpgsqlBatch Batch(IEnumerable<NpgsqlBatchCommand> commands)
    {
        var batch = new NpgsqlBatch(Connection, (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction());
        foreach (var command in commands) batch.BatchCommands.Add(command);
        return batch;
    }

    private async Task ExecuteAsync(IEnumerable<NpgsqlBatchCommand> commands, CancellationToken ct)
    {
        await using var batch = Batch(commands);
        await batch.ExecuteNonQueryAsync(ct);
    }
}
