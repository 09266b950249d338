using CivicPlatform.ServiceDefaults.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CivicPlatform.ServiceDefaults.Clocks;

/// <summary>A scheduler of which one replica works at a time: it holds a lease with a fencing token.</summary>
/// <remarks>
/// The token only says who should work; what a round writes must also be protected by its own unique keys.
/// </remarks>
public abstract class LeasedLoop(
    string name, TimeSpan interval, [FromKeyedServices(DatabaseLogin.Worker)] NpgsqlDataSource worker,
    TimeProvider clock, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan WarnEvery = TimeSpan.FromMinutes(1);
    private readonly string _holder = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";
    private readonly SemaphoreSlim _poked = new(0, 1);
    private long? _token;
    private bool _asked;
    private long _askedAt;
    private long? _warnedAt;

    // Also says who holds a lease that runs on for longer than any lease can: then nobody works, and somebody wrote it.
    private const string TakeSql =
        "with taken as (insert into platform.leases as l (name, holder, token, expires_at) " +
        "values ($1, $2, 1, now() + $3) " +
        "on conflict (name) do update set holder = excluded.holder, expires_at = excluded.expires_at, " +
        "token = case when l.holder = excluded.holder then l.token else l.token + 1 end " +
        "where l.holder = excluded.holder or l.expires_at < now() returning token) " +
        "select t.token, h.holder from (select 1) as one left join taken t on true " +
        "left join platform.leases h on h.name = $1 and h.expires_at > now() + 4 * $3";

    /// <summary>The worker's data source.</summary>
    protected NpgsqlDataSource Worker { get; } = worker;

    /// <summary>How long the last answer about the lease is believed, below the lease's 15 s; every round anew by
    /// default. A loop that believes longer must fence what it writes with the token.</summary>
    protected virtual TimeSpan AskEvery => TimeSpan.Zero;

    /// <summary>One bounded round of work; called only while the lease is held.</summary>
    protected abstract Task RunOnceAsync(long fencingToken, CancellationToken ct);

    /// <summary>Starts the next round now instead of after the interval.</summary>
    public void Poke()
    {
        try
        {
            _poked.Release();
        }
        catch (SemaphoreFullException)
        {
            // A round is already due.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await HeldTokenAsync(stoppingToken) is { } token) await RunOnceAsync(token, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) // One failed round must not end the loop; the next one tries again.
            {
                LeasedLoopLog.Failed(logger, name, e);
            }
            await ((Task)_poked.WaitAsync(interval, stoppingToken))
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<long?> HeldTokenAsync(CancellationToken ct)
    {
        if (_asked && Clock.GetElapsedTime(_askedAt) < AskEvery) return _token;
        var askedAt = Clock.GetTimestamp(); // Before the answer: the lease runs from then at the earliest.
        _token = await TryTakeLeaseAsync(ct);
        (_asked, _askedAt) = (true, askedAt);
        return _token;
    }

    private async Task<long?> TryTakeLeaseAsync(CancellationToken ct)
    {
        await using var command = Worker.CreateCommand(TakeSql);
        command.Parameters.Add(new() { Value = name });
        command.Parameters.Add(new() { Value = _holder });
        command.Parameters.Add(new() { Value = LeaseTime });
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        if (!await reader.IsDBNullAsync(0, ct)) return reader.GetInt64(0);
        if (!await reader.IsDBNullAsync(1, ct)) WarnOfStuckLease(reader.GetString(1));
        return null;
    }

    private void WarnOfStuckLease(string holder)
    {
        if (_warnedAt is { } at && Clock.GetElapsedTime(at) < WarnEvery) return;
        _warnedAt = Clock.GetTimestamp();
        LeasedLoopLog.Stuck(logger, name, holder);
    }

    /// <summary>The system clock: leases and retries, never legal time.</summary>
    protected TimeProvider Clock { get; } = clock;

    public override void Dispose()
    {
        _poked.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }
}

internal static partial class LeasedLoopLog
{
    [LoggerMessage(LogLevel.Error, "{Loop}: a round failed")]
    public static partial void Failed(ILogger logger, string loop, Exception e);

    [LoggerMessage(LogLevel.Warning,
        "{Loop} does not run: {Holder} holds its lease for longer than any lease lasts; see platform.leases")]
    public static partial void Stuck(ILogger logger, string loop, string holder);
}
