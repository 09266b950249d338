using CivicPlatform.Contracts;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Data;
using CivicPlatform.ServiceDefaults.Telemetry;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CivicPlatform.ServiceDefaults.Messaging;

/// <summary>What a service does when an event arrives. Runs inside the transaction that holds the inbox row.</summary>
/// <remarks>
/// Delivery is at least once and unordered; the inbox makes the effect happen once, order is the handler's.
/// </remarks>
public interface IEventHandler<in TEvent>
    where TEvent : class, IIntegrationEvent
{
    /// <summary>Applies the effect through the scope's context; the consumer saves and commits.</summary>
    Task HandleAsync(TEvent message, CancellationToken ct);
}

/// <summary>Inbox row, effect and new outbox rows in one transaction; a message that keeps failing is parked.</summary>
public sealed class InboxConsumer<TEvent, THandler>(
    IServiceScopeFactory scopes, OutboxSignal signal, MessagingMetrics metrics, TimeProvider clock,
    ILogger<InboxConsumer<TEvent, THandler>> logger) : IConsumer<TEvent>
    where TEvent : class, IIntegrationEvent
    where THandler : class, IEventHandler<TEvent>
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1)];

    public async Task Consume(ConsumeContext<TEvent> context)
    {
        var queue = Inbox.QueueOf(context);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await ProcessOnceAsync(context.Message, queue, context.CancellationToken);
                metrics.Consumed(queue, clock.GetUtcNow() - context.Message.OccurredAt);
                return;
            }
            catch (Exception e) when (!IsTransient(e))
            {
                InboxLog.Failed(logger, queue, context.Message.EventId, attempt + 1, e);
                if (attempt >= Pauses.Length)
                {
                    await ParkAsync(context.Message, queue, e, context.CancellationToken);
                    metrics.Parked(queue);
                    return;
                }
            }
            await Task.Delay(Pauses[attempt], clock, context.CancellationToken);
        }
    }

    private async Task ProcessOnceAsync(TEvent message, string queue, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<DatabaseLogin>().UseWorker();
        var db = scope.ServiceProvider.GetRequiredService<ServiceDbContext>();
        db.Scope = DivisionScope.Everything;

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await Inbox.TryEnterAsync(db, message.EventId, queue, ct)) return;
        await scope.ServiceProvider.GetRequiredService<THandler>().HandleAsync(message, ct);
        await db.SaveChangesAsync(ct);
        Faults.CrashPoint.Reached(Faults.CrashPoint.AfterConsumeBeforeCommit);
        await transaction.CommitAsync(CancellationToken.None);
        Faults.CrashPoint.Reached(Faults.CrashPoint.AfterCommitBeforeAck);
        if (db.Outbox.HasMessages) signal.Poke();
    }

    private async Task ParkAsync(TEvent message, string queue, Exception error, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var worker = scope.ServiceProvider.GetRequiredKeyedService<NpgsqlDataSource>(DatabaseLogin.Worker);
        await ParkedMessages.ParkAsync(worker, OutboxMessage.Of(message), queue, error.GetBaseException().Message, ct);
    }

    // The database is away or asks to be tried again: not the message's fault, so the broker keeps it.
    private static bool IsTransient(Exception e) => e is OperationCanceledException || DatabaseFailure.IsPassing(e);
}

/// <summary>The inbox: a message id enters a queue's inbox once, for ever.</summary>
public static class Inbox
{
    /// <summary>False when this message has had its effect on this queue already.</summary>
    public static async Task<bool> TryEnterAsync(DbContext db, Guid messageId, string queue, CancellationToken ct) =>
        await db.Database.ExecuteSqlAsync(
            $"insert into platform.inbox (message_id, queue) values ({messageId}, {queue}) on conflict do nothing",
            ct) == 1;

    /// <summary>
    /// Which of these messages have had no effect on this queue yet; they have entered it with this transaction.
    /// </summary>
    public static async Task<IReadOnlySet<Guid>> EnterAllAsync(
        DbContext db, Guid[] messageIds, string queue, CancellationToken ct)
    {
        Array.Sort(messageIds); // Two replicas with the same messages wait for each other in one order.
        var entered = await db.Database.SqlQuery<Guid>(
            $"""
             insert into platform.inbox (message_id, queue) select id, {queue} from unnest({messageIds}) as id
             on conflict do nothing returning message_id
             """).ToListAsync(ct);
        return entered.ToHashSet();
    }

    internal static string QueueOf(ConsumeContext context) =>
        context.ReceiveContext.InputAddress.AbsolutePath.Split('/')[^1];
}

internal static partial class InboxLog
{
    [LoggerMessage(LogLevel.Error, "{Queue}: message {MessageId} failed, try {Attempt}")]
    public static partial void Failed(ILogger logger, string queue, Guid messageId, int attempt, Exception e);
}
