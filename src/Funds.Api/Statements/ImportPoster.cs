using CivicPlatform.ServiceDefaults.Messaging;
using Npgsql;

namespace CivicPlatform.Funds.Statements;

/// <summary>Drives <see cref="ImportPosting"/>: poked after staging here, polling for files of others.</summary>
public sealed partial class ImportPoster(ImportPosting posting, OutboxSignal outbox, ILogger<ImportPoster> logger)
    : BackgroundService
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_backoff = TimeSpan.FromSeconds(1);
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
            var posted = await posting.PostNextAsync(_size, ct);
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
        catch (PostgresException e) when (e.SqlState.StartsWith("23", StringComparison.Ordinal) && _size > 1)
        {
            _size = 1; // One line breaks the batch: the others must not wait for it.
            return TimeSpan.Zero;
        }
        catch (Exception e) // The database is away, or a line cannot be posted: staged lines wait, nothing is lost.
        {
            LogFailed(logger, e);
            return s_backoff;
        }
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
