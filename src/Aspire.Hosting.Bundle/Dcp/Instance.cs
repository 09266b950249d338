using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dcp;

/// <summary>One process of a resource: started, watched, restarted after a crash, stopped.</summary>
internal sealed class Instance(
    IResource resource, string id, bool isJob, InstanceView view, LogPump logs, ResourceConfiguration configuration,
    Func<DcpClient> dcp, ILogger logger) : IDisposable
{
    // DCP itself gives up on a process that ignores SIGTERM after 67 s.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(75);
    private static readonly TimeSpan DeleteTimeout = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim oneAtATime = new(1);
    private readonly RestartPolicy restarts = new();
    private readonly CancellationTokenSource closing = new();
    private TaskCompletionSource ended = Completed();
    private string? uid;
    private volatile bool shouldRun;

    public IResource Resource { get; } = resource;

    /// <summary>Its name in DCP and its id in the dashboard: the resource's name and a random suffix.</summary>
    public string Id { get; } = id;

    /// <summary>Whether a process runs, or may still run.</summary>
    public bool IsActive => !ended.Task.IsCompleted;

    public async Task StartAsync(CancellationToken ct)
    {
        await oneAtATime.WaitAsync(ct);
        try
        {
            if (IsActive) return;
            shouldRun = true;
            await LaunchAsync(ct);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public async Task StopAsync(CancellationToken ct)
    {
        shouldRun = false; // Before the lock: a restart that waits for its turn must not happen.
        await oneAtATime.WaitAsync(ct);
        try
        {
            if (!IsActive) return;
            view.Show(KnownResourceStates.Stopping);
            await dcp().StopAsync(Id, ct);
            await ended.Task.WaitAsync(StopTimeout, ct);
        }
        catch (TimeoutException)
        {
            throw new DistributedApplicationException($"'{Id}' did not stop within {StopTimeout.TotalSeconds:0} s.");
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public async Task RestartAsync(CancellationToken ct)
    {
        await StopAsync(ct);
        await StartAsync(ct);
    }

    /// <summary>No more restarts: the application stops.</summary>
    public void Close()
    {
        shouldRun = false;
        closing.Cancel();
    }

    /// <summary>Takes in what DCP says about the process.</summary>
    public void Observe(ExecutableObject seen)
    {
        lock (restarts)
        {
            if (seen.Metadata.Uid != Volatile.Read(ref uid) || seen.Status?.State is null or "" || !IsActive) return;
            logs.Follow(Id, uid!, dcp(), closing.Token);
            view.Show(seen);
            if (!seen.Status.HasEnded) return;
            view.ShowEnd(seen.Status, isJob);
            ended.TrySetResult(); // From here on the process is history: later news of it is old news.
        }

        var crashed = shouldRun && !isJob && seen.Status.State != "FailedToStart";
        if (crashed) _ = RestartAfterCrashAsync(seen.Status);
    }

    public void Dispose()
    {
        closing.Dispose();
        oneAtATime.Dispose();
    }

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    private async Task LaunchAsync(CancellationToken ct)
    {
        view.ShowStarting();
        ExecutableObject wanted;
        try
        {
            wanted = await configuration.ResolveAsync(Resource, Id, ct);
        }
        catch (DistributedApplicationException e)
        {
            view.ShowFailure(e.Message);
            return;
        }

        await DeleteOldAsync(ct);
        view.ShowEnvironment(wanted.Spec);
        ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            var created = await dcp().CreateAsync(wanted, ct);
            Volatile.Write(ref uid, created.Metadata.Uid);
        }
        catch (HttpRequestException e)
        {
            view.ShowFailure(e.Message);
            ended.TrySetResult();
            return;
        }

        // The watch may have told of the new object before its uid was known here.
        if (await dcp().FindAsync<ExecutableObject>(Id, ct) is { } now) Observe(now);
    }

    // DCP does not start an ended process again: its object must go first.
    private async Task DeleteOldAsync(CancellationToken ct)
    {
        if (uid is null || !await dcp().DeleteAsync<ExecutableObject>(Id, ct)) return;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(DeleteTimeout);
        while (await dcp().FindAsync<ExecutableObject>(Id, timeout.Token) is not null)
            await Task.Delay(TimeSpan.FromMilliseconds(30), timeout.Token);
    }

    private async Task RestartAfterCrashAsync(ExecutableStatus status)
    {
        var ran = (status.FinishTimestamp - status.StartupTimestamp) ?? TimeSpan.Zero;
        var delay = restarts.NextDelay(ran);
        logger.LogWarning(
            "{Resource} ended with exit code {ExitCode} after {Ran:0.0} s; it starts again in {Delay:0.0} s",
            Id, status.ExitCode, ran.TotalSeconds, delay.TotalSeconds);
        try
        {
            await Task.Delay(delay, closing.Token);
            if (shouldRun) await StartAsync(closing.Token);
        }
        catch (OperationCanceledException)
        {
            // The application stops.
        }
        catch (HttpRequestException e)
        {
            logger.LogError("{Resource} could not be started again: {Reason}", Id, e.Message);
            view.ShowFailure(e.Message);
        }
    }
}
