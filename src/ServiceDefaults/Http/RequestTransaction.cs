using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Data;
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
/// effect and keeps the answer, so that a retry hears the same; everything else leaves nothing.
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
        else await PlainAsync(http, next, ct);
    }

    private async Task PlainAsync(HttpContext http, RequestDelegate next, CancellationToken ct)
    {
        var reads = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await ExecuteAsync([ScopeCommand(db.Scope)], ct);
        if (reads)
        {
            await next(http);
            return;
        }
        var answer = await BufferedAsync(http, next);
        if (answer.Status is >= 200 and < 300) await CommitAsync(transaction);
        else await transaction.RollbackAsync(CancellationToken.None);
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
            await PlainAsync(http, next, ct); // A search: asking again looks again, and is audited again.
            return;
        }
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await ClaimAsync(identity, ct) is { } refusal)
        {
            await refusal.ToProblem().ExecuteAsync(http);
            return;
        }
        if (!_claimed)
        {
            await ReplayAsync(http, identity, cipher, Connection, ct);
            return;
        }
        var answer = await BufferedAsync(http, next);
        await SettleAsync(transaction, identity, answer);
        await answer.WriteAsync(http.Response);
    }

    private bool _claimed;

    private async Task<Error?> ClaimAsync(IdempotencyIdentity identity, CancellationToken ct)
    {
        try
        {
            await using var batch = Batch(
                [ScopeCommand(db.Scope), IdempotencyTable.Claim(identity), new($"savepoint {Effect}")]);
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
        IDbContextTransaction transaction, IdempotencyIdentity identity, StoredAnswer answer)
    {
        if (!answer.IsFinal)
        {
            await transaction.RollbackAsync(CancellationToken.None);
            return;
        }
        if (answer.Status >= 400) await ExecuteAsync([new($"rollback to savepoint {Effect}")], CancellationToken.None);
        await ExecuteAsync([IdempotencyTable.Store(identity, answer, cipher)], CancellationToken.None);
        await CommitAsync(transaction);
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
        http.Response.Headers["Idempotency-Replayed"] = "true";
        await answer.WriteAsync(http.Response);
    }

    /// <summary>
    /// Sets the caller's scope for this transaction only; a session setting would leak to the pool's next user.
    /// </summary>
    internal static NpgsqlBatchCommand ScopeCommand(DivisionScope scope) => new(
        "select set_config('app.scope', $1, true), set_config('app.communities', $2, true), " +
        "set_config('lock_timeout', '5s', true)")
    {
        Parameters = { new() { Value = scope.ForDatabase }, new() { Value = scope.CommunitiesForDatabase } },
    };

    private async Task CommitAsync(IDbContextTransaction transaction)
    {
        await transaction.CommitAsync(CancellationToken.None); // A caller who hangs up must not undo half a decision.
        if (db.Outbox.HasMessages) signal.Poke();
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
