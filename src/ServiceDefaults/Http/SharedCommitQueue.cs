using System.Diagnostics;
using System.Threading.Channels;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Messaging;
using CivicPlatform.ServiceDefaults.Security;
using CivicPlatform.ServiceDefaults.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CivicPlatform.ServiceDefaults.Http;

/// <summary>
/// Requests wait in a bounded channel; one reader takes what is there (at most 128, no timer) and commits it in one
/// transaction. Many requests then pay one commit, and nobody waits for company.
/// </summary>
/// <remarks>
/// A caller hears 2xx after the commit only. A commit that fails for one bad row is repeated in halves, down to that
/// row, so that no request pays for its neighbour. What was taken is committed, also when its caller hangs up or the
/// host stops.
/// </remarks>
public abstract class SharedCommitQueue<TWrite>(
    NpgsqlDataSource app, FieldCipher cipher, OutboxSignal outbox, ILogger logger) : BackgroundService
    where TWrite : SharedWrite
{
    /// <summary>Most requests in one commit.</summary>
    public const int MaxShared = 128;

    private const int Capacity = 4096;
    private const int MaxTries = 5, MaxTurns = 50;
    private static readonly TimeSpan BetweenTurns = TimeSpan.FromMilliseconds(100);

    private readonly Channel<TWrite> _channel = Channel.CreateBounded<TWrite>(
        new BoundedChannelOptions(Capacity) { SingleReader = true });

    /// <summary>The answer after the commit, or <see cref="SharedWrite.Busy"/> when the queue is full.</summary>
    /// <remarks>
    /// What somebody holds for long (an import, a close) is waited for here, five seconds at most, and not in the
    /// commit, where everyone else would wait with it. Each turn needs a write of its own.
    /// </remarks>
    public async Task<Result<StoredAnswer>> CommitAsync(Func<TWrite> make, CancellationToken ct)
    {
        for (var turn = 1; ; turn++)
        {
            var write = make();
            if (!_channel.Writer.TryWrite(write)) return SharedWrite.Busy;
            var answer = await write.Answered.WaitAsync(ct);
            if (answer.Error != SharedWrite.Busy || turn == MaxTurns) return answer;
            await Task.Delay(BetweenTurns, ct);
        }
    }

    /// <summary>Writes them all in one transaction; the answers in the order of the writes.</summary>
    /// <remarks>No key and no natural key stands in the list twice. Throws for all of them, or for none.</remarks>
    protected abstract Task<IReadOnlyList<Result<StoredAnswer>>> CommitAsync(IReadOnlyList<TWrite> writes);

    /// <summary>True when a commit may hold events: the relay is poked after it.</summary>
    protected virtual bool WritesEvents => true;

    /// <summary>What a rule in the database says by an exception of its own; null for anything else.</summary>
    protected virtual Error? RefusalOf(PostgresException e) => null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<TWrite>(MaxShared);
        try
        {
            while (await _channel.Reader.WaitToReadAsync(stoppingToken))
            {
                while (batch.Count < MaxShared && _channel.Reader.TryRead(out var write)) batch.Add(write);
                // Two requests with one key cannot share a commit: the later one must see the earlier one.
                foreach (var round in Rounds(batch)) await CommitOrFailAsync(round);
                batch.Clear();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await DrainAsync();
        }
    }

    /// <summary>What was taken is committed, also at shutdown: a caller may have waited long already.</summary>
    private async Task DrainAsync()
    {
        _channel.Writer.TryComplete();
        while (_channel.Reader.TryRead(out var write)) await CommitOrFailAsync([write]);
    }

    /// <summary>Whatever happens to one round, the queue goes on: no bug of a row may stop an office's day.</summary>
    private async Task CommitOrFailAsync(IReadOnlyList<TWrite> round)
    {
        try
        {
            await CommitRoundAsync(round);
        }
        catch (Exception e)
        {
            SharedCommitLog.Failed(logger, round.Count, e);
            foreach (var write in round) write.Fail(e); // Those that were answered have their answer already.
        }
    }

    private async Task CommitRoundAsync(IReadOnlyList<TWrite> round)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var span = PlatformActivity.Continue(
                    "commit shared", ActivityKind.Internal, round[0].Traceparent);
                span?.SetTag("civic.shared", round.Count);
                var answers = await CommitAsync(round);
                if (WritesEvents) outbox.Poke();
                for (var i = 0; i < round.Count; i++) round[i].Complete(answers[i]);
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected && attempt < MaxTries)
            {
                SharedCommitLog.Deadlock(logger, round.Count, attempt);
            }
            catch (PostgresException e) when (round.Count > 1 && IsOfOneRow(e))
            {
                // One bad row, not all of them; in halves, so that few bad rows cost few further commits.
                await CommitRoundAsync([.. round.Take(round.Count / 2)]);
                await CommitRoundAsync([.. round.Skip(round.Count / 2)]);
                return;
            }
            catch (PostgresException e) when (IsOfOneRow(e) && attempt < MaxTries)
            {
                if (await AnswerAloneAsync(round[0], e) is not { } answer) continue;
                round[0].Complete(answer);
                return;
            }
            catch (Exception e) // Nothing was committed; every caller hears it and may repeat with the same key.
            {
                SharedCommitLog.Failed(logger, round.Count, e);
                foreach (var write in round) write.Fail(e);
                return;
            }
        }
    }

    private bool IsOfOneRow(PostgresException e) => e.SqlState.StartsWith("23", StringComparison.Ordinal)
        || e.SqlState == PostgresErrorCodes.LockNotAvailable || RefusalOf(e) is not null;

    /// <summary>What the twin was answered; null when another look may succeed.</summary>
    private async Task<Result<StoredAnswer>?> AnswerAloneAsync(TWrite write, PostgresException e)
    {
        if (e.SqlState == PostgresErrorCodes.LockNotAvailable) return SharedWrite.Busy;
        if (RefusalOf(e) is { } refusal) return refusal;
        if (e.ConstraintName != IdempotencyTable.PrimaryKey) return null;
        try
        {
            await using var connection = await app.OpenConnectionAsync();
            return await IdempotencyTable.ReadAsync(connection, write.Identity, cipher, CancellationToken.None);
        }
        catch (NpgsqlException) // Away by now: the next try says so to the caller.
        {
            return null;
        }
    }

    private static IEnumerable<IReadOnlyList<TWrite>> Rounds(IReadOnlyList<TWrite> batch)
    {
        var rest = batch;
        while (rest.Count > 0)
        {
            var keys = new HashSet<object>();
            var round = new List<TWrite>(rest.Count);
            var later = new List<TWrite>();
            foreach (var write in rest)
            {
                var fresh = keys.Add((write.Identity.Caller, write.Identity.Route, write.Identity.Key));
                // Both keys are noted even when one is taken: what comes later must not overtake this one.
                if (write.NaturalKey is { } natural) fresh &= keys.Add(natural);
                (fresh ? round : later).Add(write);
            }
            yield return round;
            rest = later;
        }
    }
}

internal static partial class SharedCommitLog
{
    [LoggerMessage(LogLevel.Warning, "Deadlock in a commit shared by {Count}, try {Attempt}")]
    public static partial void Deadlock(ILogger logger, int count, int attempt);

    [LoggerMessage(LogLevel.Error, "A commit shared by {Count} failed")]
    public static partial void Failed(ILogger logger, int count, Exception e);
}
