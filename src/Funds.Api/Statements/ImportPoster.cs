using CivicPlatform.ServiceDefaults.Messaging;
using Npgsql;

namespace CivicPlatform.Funds.Statements;

/// <summary>Drives <see cref="ImportPosting"/>: poked after staging here, polling for files of others.</summary>
public sealed partial class ImportPoster(
    ImportPosting posting, OutboxSignal outbox, TimeProvider clock, ILogger<ImportPoster> logger) : BackgroundService
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_backoff = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_postponement = TimeSpan.FromSeconds(5);
    private readonly Dictionary<Guid, DateTimeOffset> _postponed = []; // Until when, by import.
    private readonly SemaphoreSlim _poked = new(0, 1);
    private int _size = ImportPosting.BatchSize;

    /// <summary>Says that a file was staged.</summary>
    public void Poke()
    {
        try
        {
            _poked.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is already going to look.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = await RoundAsync(stoppingToken);
            if (pause > TimeSpan.Zero)
                await ((Task)_poked.WaitAsync(pause, stoppingToken))
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One batch; gives how long to wait before the next.</summary>
    private async Task<TimeSpan> RoundAsync(CancellationToken ct)
    {
        try
        {
            var posted = await posting.PostNextAsync(_size, Postponed(), ct);
            if (posted) outbox.Poke();
            else _size = ImportPosting.BatchSize;
            return posted ? TimeSpan.Zero : s_poll;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return s_poll;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected)
        {
            return TimeSpan.FromMilliseconds(20); // The other side went on; the whole batch is tried again.
        }
        catch (PostgresException e) when (e.SqlState[..2] is "22" or "23" && _size > 1)
        {
            _size = 1; // One line breaks the batch: the others must not wait for it.
            return TimeSpan.Zero;
        }
        catch (Exception e) // The database is away, or a line cannot be posted: staged lines wait, nothing is lost.
        {
            LogFailed(logger, e);
            if (posting.Claimed is { } failed) _postponed[failed] = clock.GetUtcNow() + s_postponement;
            _size = ImportPosting.BatchSize;
            return s_backoff;
        }
    }

    /// <summary>An import that fails waits a little, so that it holds up no account but its own.</summary>
    private Guid[] Postponed()
    {
        var now = clock.GetUtcNow();
        foreach (var (id, until) in _postponed.ToArray())
        {
            if (until <= now) _postponed.Remove(id);
        }

        return [.. _postponed.Keys];
    }

    public override void Dispose()
    {
        _poked.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    [LoggerMessage(LogLevel.Error, "Posting staged statement lines failed")]
    private static partial void LogFailed(ILogger logger, Exception e);
}
