using System.Collections.Concurrent;
using CivicPlatform.Contracts;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Data;
using CivicPlatform.ServiceDefaults.Telemetry;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CivicPlatform.ServiceDefaults.Messaging;

/// <summary>A handler that takes in one go what has arrived together: for events that come by the thousand.</summary>
public interface IEventBatchHandler<in TEvent> : IEventHandler<TEvent>
    where TEvent : class, IIntegrationEvent
{
    /// <summary>Applies all their effects through the scope's context, or throws for all of them.</summary>
    /// <remarks>No message stands in the list twice; their order means nothing.</remarks>
    Task HandleAsync(IReadOnlyList<TEvent> messages, CancellationToken ct);
}

/// <summary>Messages that wait together share the next transaction: no timer, no added wait.</summary>
/// <remarks>
/// Whoever holds the gate takes what is there, itself included. When the group fails, each of its messages goes
/// alone: one bad message never costs its neighbours.
/// </remarks>
public sealed class InboxGroup<TEvent, THandler>(
    IServiceScopeFactory scopes, OutboxSignal signal, ILogger<InboxGroup<TEvent, THandler>> logger) : IDisposable
    where TEvent : class, IIntegrationEvent
    where THandler : class, IEventBatchHandler<TEvent>
{
    private const int MaxMessages = 64;
    private readonly ConcurrentQueue<Waiting> _queue = new();
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>True once the effect is committed; false when this message must go alone.</summary>
    public async Task<bool> TryProcessAsync(TEvent message, string queue, CancellationToken ct)
    {
        var own = new Waiting(message);
        _queue.Enqueue(own);
        await _gate.WaitAsync(ct);
        try
        {
            while (own.Committed is null) await ProcessNextAsync(queue, ct);
        }
        finally
        {
            _gate.Release();
        }
        return own.Committed.Value;
    }

    private async Task ProcessNextAsync(string queue, CancellationToken ct)
    {
        var group = new List<Waiting>(MaxMessages);
        while (group.Count < MaxMessages && _queue.TryDequeue(out var waiting)) group.Add(waiting);
        var committed = false;
        try
        {
            await CommitAsync([.. group.Select(w => w.Message).DistinctBy(m => m.EventId)], queue, ct);
            committed = true;
        }
        catch (Exception e) // Bad message or bad luck: each message's own consumer finds out.
        {
            InboxGroupLog.Failed(logger, queue, group.Count, e);
        }
        finally
        {
            foreach (var waiting in group) waiting.Committed = committed;
        }
    }

    private async Task CommitAsync(IReadOnlyList<TEvent> messages, string queue, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<DatabaseLogin>().UseWorker();
        var db = scope.ServiceProvider.GetRequiredService<ServiceDbContext>();
        db.Scope = DivisionScope.Everything;

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var entered = await Inbox.EnterAllAsync(db, [.. messages.Select(m => m.EventId)], queue, ct);
        if (entered.Count == 0) return;
        var fresh = messages.Where(m => entered.Contains(m.EventId)).ToArray();
        await scope.ServiceProvider.GetRequiredService<THandler>().HandleAsync(fresh, ct);
        await db.SaveChangesAsync(ct);
        Faults.CrashPoint.Reached(Faults.CrashPoint.AfterConsumeBeforeCommit);
        await transaction.CommitAsync(CancellationToken.None);
        Faults.CrashPoint.Reached(Faults.CrashPoint.AfterCommitBeforeAck);
        if (db.Outbox.HasMessages) signal.Poke();
    }

    public void Dispose() => _gate.Dispose();

    /// <summary>Written and read under the gate only.</summary>
    private sealed class Waiting(TEvent message)
    {
        public TEvent Message => message;

        public bool? Committed { get; set; }
    }
}

/// <summary>Tries the group first; what it could not do goes the ordinary way, with retries and parking.</summary>
public sealed class GroupedInboxConsumer<TEvent, THandler>(
    InboxGroup<TEvent, THandler> group, InboxConsumer<TEvent, THandler> alone, MessagingMetrics metrics,
    TimeProvider clock) : IConsumer<TEvent>
    where TEvent : class, IIntegrationEvent
    where THandler : class, IEventBatchHandler<TEvent>
{
    public async Task Consume(ConsumeContext<TEvent> context)
    {
        var queue = Inbox.QueueOf(context);
        if (await group.TryProcessAsync(context.Message, queue, context.CancellationToken))
            metrics.Consumed(queue, clock.GetUtcNow() - context.Message.OccurredAt);
        else
            await alone.Consume(context);
    }
}

internal static partial class InboxGroupLog
{
    [LoggerMessage(LogLevel.Warning, "{Queue}: a group of {Count} failed; its messages go one by one")]
    public static partial void Failed(ILogger logger, string queue, int count, Exception e);
}
