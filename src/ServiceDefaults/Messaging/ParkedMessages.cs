using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Audit;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Data;
using CivicPlatform.ServiceDefaults.Http;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicPlatform.ServiceDefaults.Messaging;

/// <summary>Messages that failed every try: listed for an operator, and sent to their queue again on demand.</summary>
public static class ParkedMessages
{
    /// <summary>Stands as queue for events of this service that the relay could not read, so could not send.</summary>
    public const string OutboxQueue = "outbox";

    /// <summary>One parked message; the payload stays in the database.</summary>
    public sealed record Item(Guid MessageId, string Queue, string Type, string Error, DateTimeOffset ParkedAt);

    private static readonly Error NotParked = Kernel.Error.NotFound("messaging.not_parked", "没有这条搁置的消息");

    /// <summary>GET /operations/{service}/parked-messages and POST .../{id}/replay, for operations staff.</summary>
    public static void MapParkedMessages(this IEndpointRouteBuilder routes, string service)
    {
        var group = routes.MapGroup($"/api/v1/operations/{service}").WithTags("Operations");
        group.MapGet("/parked-messages", ListAsync).Requires(Permissions.ParkedMessageRead)
            .WithSummary("List parked messages, newest first (搁置的消息)")
            .WithDescription(
                "Messages that failed every try, at most 200; what they say stays in the database. The queue outbox " +
                "holds events of this service that could not be published.");
        group.MapPost("/parked-messages/{messageId:guid}/replay", ReplayAsync)
            .Requires(Permissions.ParkedMessageReplay).WithoutIdempotency()
            .WithSummary("Send a parked message to its queue again (重放)")
            .WithDescription(
                "Its effect still happens once; an audit row says who sent it. 404 messaging.not_parked when it was " +
                "replayed before.");
    }

    internal static async Task ParkAsync(
        NpgsqlDataSource worker, OutboxMessage message, string queue, string error, CancellationToken ct)
    {
        await using var command = worker.CreateCommand(
            "insert into platform.parked_messages " +
            "(message_id, queue, type, payload, traceparent, street_code, error) " +
            "values ($1, $2, $3, $4, $5, $6, $7) on conflict (message_id, queue) do update " +
            "set error = excluded.error, parked_at = now(), replayed_at = null");
        command.Parameters.AddRange(new NpgsqlParameter[]
        {
            new() { Value = message.Id }, new() { Value = queue }, new() { Value = message.Type },
            new() { Value = message.Payload }, new() { Value = (object?)message.Traceparent ?? DBNull.Value },
            new() { Value = message.StreetCode }, new() { Value = error[..Math.Min(error.Length, 2000)] },
        });
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<Ok<IReadOnlyList<Item>>> ListAsync(
        [FromKeyedServices(DatabaseLogin.Worker)] NpgsqlDataSource worker, CancellationToken ct)
    {
        await using var command = worker.CreateCommand(
            "select message_id, queue, type, error, parked_at from platform.parked_messages " +
            "where replayed_at is null " +
            $"union all select id, '{OutboxQueue}', type, parked_reason, created_at from platform.outbox " +
            "where parked_reason is not null order by parked_at desc limit 200");
        await using var reader = await command.ExecuteReaderAsync(ct);
        var items = new List<Item>();
        while (await reader.ReadAsync(ct))
        {
            items.Add(new Item(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3),
                await reader.GetFieldValueAsync<DateTimeOffset>(4, ct)));
        }
        return TypedResults.Ok<IReadOnlyList<Item>>(items);
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> ReplayAsync(
        Guid messageId, CurrentUser user, [FromKeyedServices(DatabaseLogin.Worker)] NpgsqlDataSource worker, IBus bus,
        OutboxSignal outbox, CancellationToken ct)
    {
        await using var connection = await worker.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var parked = await TakeAsync(connection, messageId, ct);
        if (parked.Count == 0) return NotParked.ToProblem();

        // Before anything is sent: when the trail cannot tell who replayed it, nothing is replayed.
        await using (var audit = new NpgsqlBatch(connection, transaction))
        {
            audit.BatchCommands.Add(AuditSql.Insert([.. parked.Select(p => AuditRow.Of(
                user.Audit, Permissions.ParkedMessageReplay.Name, messageId, p.StreetCode, p.Queue))]));
            await audit.ExecuteNonQueryAsync(ct);
        }
        // The queue's own exchange: sending to the queue would declare it again, without its arguments.
        foreach (var (queue, type, payload, _) in parked.Where(p => p.Queue != OutboxQueue))
        {
            var message = EventTypes.Deserialize(type, payload);
            var endpoint = await bus.GetSendEndpoint(new Uri($"exchange:{queue}"));
            await endpoint.Send(message, message.GetType(), context => context.MessageId = messageId, ct);
        }
        await transaction.CommitAsync(CancellationToken.None);
        outbox.Poke(); // What was parked in the outbox waits there again.
        return TypedResults.Accepted((string?)null);
    }

    private static async Task<List<(string Queue, string Type, string Payload, string StreetCode)>> TakeAsync(
        NpgsqlConnection connection, Guid messageId, CancellationToken ct)
    {
        await using var take = new NpgsqlCommand(
            "with received as (update platform.parked_messages set replayed_at = now() where message_id = $1 " +
            "and replayed_at is null returning queue, type, payload, street_code), " +
            "own as (update platform.outbox set parked_reason = null where id = $1 and parked_reason is not null " +
            $"returning '{OutboxQueue}', type, payload, street_code) table received union all table own", connection)
        {
            Parameters = { new() { Value = messageId } },
        };
        var parked = new List<(string, string, string, string)>();
        await using var reader = await take.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            parked.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3)));
        return parked;
    }
}
