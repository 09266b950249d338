using CivicPlatform.Contracts;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Faults;
using CivicPlatform.ServiceDefaults.Messaging;
using CivicPlatform.ServiceDefaults.Security;
using Microsoft.AspNetCore.Http;
using Npgsql;
using NpgsqlTypes;

namespace CivicPlatform.ServiceDefaults.Http;

/// <summary>A hot write in one round trip: scope, idempotency row with its answer, effects, audit and outbox.</summary>
/// <remarks>
/// For endpoints marked <c>OwnsItsTransaction</c> whose answer is known before the write. All commands travel in one
/// batch, which PostgreSQL runs as one implicit transaction.
/// </remarks>
public sealed class IdempotentBatch(
    NpgsqlDataSource source, FieldCipher cipher, OutboxSignal signal, CurrentUser user, IHttpContextAccessor accessor)
{
    private readonly List<NpgsqlBatchCommand> _effects = [];
    private readonly List<IIntegrationEvent> _events = [];
    private DivisionScope? _scope;
    private bool _audited;

    /// <summary>
    /// Writes into that division and no other; the endpoint has seen that the caller's scope covers it.
    /// </summary>
    /// <remarks>Also serves callers of a whole district, whose scope is not a list of streets yet.</remarks>
    public IdempotentBatch In(DivisionCode division)
    {
        if (!user.Scope.Covers(division.Value)) throw new InvalidOperationException("Outside the caller's scope.");
        _scope = DivisionScope.Of([division], []);
        return this;
    }

    /// <summary>A statement of the effect. Guard it so that it cannot succeed half (unique keys, checks).</summary>
    public IdempotentBatch Add(string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(parameters);
        _effects.Add(command);
        return this;
    }

    /// <summary>An event that commits with the effect.</summary>
    public IdempotentBatch Publish(IIntegrationEvent message)
    {
        _events.Add(message);
        return this;
    }

    /// <summary>An audit row; ids and codes only.</summary>
    public IdempotentBatch Audit(string action, Guid subjectId, string streetCode, string? detail = null) =>
        AuditedInSql().Add(
        "insert into platform.audit (actor, action, subject_id, street_code, detail, trace_id) " +
        "values ($1, $2, $3, $4, $5, $6)",
        new() { Value = user.Subject }, new() { Value = action }, new() { Value = subjectId },
        new() { Value = streetCode },
        new() { Value = (object?)detail ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
        new()
        {
            Value = (object?)System.Diagnostics.Activity.Current?.TraceId.ToHexString() ?? DBNull.Value,
            NpgsqlDbType = NpgsqlDbType.Text,
        });

    /// <summary>The effect writes its own audit row; without one or the other nothing is committed.</summary>
    public IdempotentBatch AuditedInSql()
    {
        _audited = true;
        return this;
    }

    /// <summary>Commits and gives the answer, or the first answer when this request is a twin.</summary>
    /// <remarks>
    /// Unique violations of the effect itself are the caller's to catch (<see cref="PostgresException"/>).
    /// </remarks>
    public async Task<IResult> CommitAsync(StoredAnswer answer, CancellationToken ct)
    {
        var http = accessor.HttpContext ?? throw new InvalidOperationException("Only inside a request.");
        if (!_audited) throw new InvalidOperationException("A write without an audit row.");
        var read = await IdempotencyIdentity.ReadAsync(http, user, ct);
        if (!read.Succeeded(out var identity, out var malformed)) return malformed.ToProblem();

        await using var connection = await source.OpenConnectionAsync(ct);
        try
        {
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(RequestTransaction.ScopeCommand(_scope ?? user.Scope, user.Audit));
            batch.BatchCommands.Add(IdempotencyTable.ClaimWith(identity, answer, cipher));
            foreach (var effect in _effects) batch.BatchCommands.Add(effect);
            if (_events.Count > 0) batch.BatchCommands.Add(OutboxSql.Insert(_events));
            CrashPoint.Reached(CrashPoint.BeforeCommit); // The batch is its own transaction.
            await batch.ExecuteNonQueryAsync(ct);
        }
        catch (PostgresException e) when (e.ConstraintName == IdempotencyTable.PrimaryKey)
        {
            return new Replay(identity, cipher, source);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return IdempotencyTable.InProgress.ToProblem();
        }
        CrashPoint.Reached(CrashPoint.AfterCommit);
        if (_events.Count > 0) signal.Poke();
        return new CommittedAnswer(answer);
    }

    private sealed class Replay(IdempotencyIdentity identity, FieldCipher cipher, NpgsqlDataSource source) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            await using var connection = await source.OpenConnectionAsync(httpContext.RequestAborted);
            await RequestTransaction.ReplayAsync(httpContext, identity, cipher, connection, httpContext.RequestAborted);
        }
    }
}
