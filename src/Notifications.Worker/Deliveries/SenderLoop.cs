using Microsoft.Extensions.Options;
using Npgsql;

namespace CivicPlatform.Notifications.Deliveries;

/// <summary>Claims due deliveries and sends them side by side; any number of replicas may run it.</summary>
public sealed class SenderLoop(
    IServiceScopeFactory scopes, DeliveryClaims claims, IOptions<DeliveryOptions> options, OutboxSignal relay,
    ILogger<SenderLoop> logger) : BackgroundService
{
    private readonly SemaphoreSlim _slots = new(options.Value.ParallelMax);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await ClaimAndStartAsync(stoppingToken) == 0) await Task.Delay(options.Value.Poll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException) // The database is away: ask again.
            {
                SenderLog.ClaimFailed(logger, e);
                await Task.Delay(options.Value.Poll, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // Claims no more than there are free slots, so that no claim ages in a queue.
    private async Task<int> ClaimAndStartAsync(CancellationToken ct)
    {
        await _slots.WaitAsync(ct);
        var free = 1;
        while (_slots.Wait(0, ct)) free++;

        var claim = Guid.NewGuid();
        IReadOnlyList<Guid> due = [];
        try
        {
            due = await claims.TakeAsync(claim, free, ct);
        }
        finally
        {
            if (free > due.Count) _slots.Release(free - due.Count);
        }
        foreach (var id in due) _ = SendAsync(id, claim, ct);
        return due.Count;
    }

    private async Task SendAsync(Guid deliveryId, Guid claim, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<DatabaseLogin>().UseWorker();
            scope.ServiceProvider.GetRequiredService<NotificationsDbContext>().Scope = DivisionScope.Everything;
            await scope.ServiceProvider.GetRequiredService<DeliverySender>().SendAsync(deliveryId, claim, ct);
            relay.Poke();
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Stopping: the claim runs out and another sender repeats it with the same id.
        }
        catch (Exception e) // Not recorded: the claim runs out and the try is repeated, within the schedule.
        {
            SenderLog.SendFailed(logger, deliveryId, e);
        }
        finally
        {
            _slots.Release();
        }
    }

    public override void Dispose()
    {
        _slots.Dispose();
        base.Dispose();
    }
}

internal static partial class SenderLog
{
    [LoggerMessage(LogLevel.Warning, "Deliveries could not be claimed")]
    public static partial void ClaimFailed(ILogger logger, Exception e);

    [LoggerMessage(LogLevel.Error, "Delivery {DeliveryId}: the try was not recorded")]
    public static partial void SendFailed(ILogger logger, Guid deliveryId, Exception e);
}
