using System.Diagnostics;
using System.Text.Json;
using CivicPlatform.Contracts;
using CivicPlatform.ServiceDefaults.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CivicPlatform.ServiceDefaults.Messaging;

/// <summary>An event that waits in the sender's database until the broker has confirmed it.</summary>
public sealed class OutboxMessage
{
    private OutboxMessage() { }

    /// <summary>The event's id; also the message id on the wire.</summary>
    public required Guid Id { get; init; }

    /// <summary>Full name of the contract.</summary>
    public required string Type { get; init; }

    /// <summary>The event as JSON.</summary>
    public required string Payload { get; init; }

    /// <summary>W3C trace context of the request that caused it, so that one trace runs through.</summary>
    public string? Traceparent { get; init; }

    public required string StreetCode { get; init; }

    public static OutboxMessage Of(IIntegrationEvent message) => new()
    {
        Id = message.EventId,
        Type = message.GetType().FullName!,
        Payload = JsonSerializer.Serialize(message, message.GetType(), EventTypes.Json),
        Traceparent = Activity.Current?.Id,
        StreetCode = message.StreetCode,
    };

    internal static void Map(ModelBuilder modelBuilder) => modelBuilder.Entity<OutboxMessage>(message =>
    {
        message.ToTable("outbox", "platform");
        message.HasKey(m => m.Id); // The table's own key is seq; the app login may insert and nothing else.
        message.Property(m => m.Id).ValueGeneratedNever();
    });
}

/// <summary>Adds events to the context's next save, in the same transaction as the state.</summary>
public sealed class Outbox(ServiceDbContext db)
{
    /// <summary>True when this context saved or will save events: the relay is poked after the commit.</summary>
    public bool HasMessages { get; private set; }

    public void Enqueue(IIntegrationEvent message)
    {
        db.Add(OutboxMessage.Of(message));
        HasMessages = true;
    }
}

/// <summary>The same for code that writes without a context: rows as arrays for one <c>unnest</c>.</summary>
public static class OutboxSql
{
    private const string InsertSql =
        "insert into platform.outbox (id, type, payload, traceparent, street_code) select * from " +
        "unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[])";

    /// <summary>One command that inserts all the events.</summary>
    public static NpgsqlBatchCommand Insert(IEnumerable<IIntegrationEvent> events) =>
        Insert([.. events.Select(OutboxMessage.Of)]);

    /// <summary>The same for rows that were made in the traces of their own requests.</summary>
    public static NpgsqlBatchCommand Insert(IReadOnlyCollection<OutboxMessage> rows) => new(InsertSql)
    {
        Parameters =
        {
            new() { Value = rows.Select(r => r.Id).ToArray() },
            new() { Value = rows.Select(r => r.Type).ToArray() },
            new() { Value = rows.Select(r => r.Payload).ToArray() },
            new() { Value = rows.Select(r => r.Traceparent).ToArray() },
            new() { Value = rows.Select(r => r.StreetCode).ToArray() },
        },
    };
}

/// <summary>Wakes the relay after a commit; the relay's poll stands behind it.</summary>
public sealed class OutboxSignal : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);
    private int _poked;

    /// <summary>Says that rows were committed. Cheap, never blocks, and several pokes are one.</summary>
    public void Poke()
    {
        // Poked already, and the relay has not woken yet: it will see these rows as well.
        if (Interlocked.Exchange(ref _poked, 1) == 0) _signal.Release();
    }

    /// <summary>Returns at a poke, at the latest after <paramref name="poll"/>. One waiter at a time.</summary>
    public async Task WaitAsync(TimeSpan poll, CancellationToken ct)
    {
        if (await _signal.WaitAsync(poll, ct)) Volatile.Write(ref _poked, 0);
    }

    public void Dispose() => _signal.Dispose();
}
