using System.Diagnostics;
using System.Text.Json;
using CivicPlatform.ServiceDefaults.Data;
using CivicPlatform.ServiceDefaults.Telemetry;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace CivicPlatform.ServiceDefaults.Messaging;

/// <summary>Carries committed outbox rows to the broker: at least once, in batches, with confirms.</summary>
/// <remarks>
/// Rows are locked with SKIP LOCKED, so every replica may run one; a crash between confirm and delete publishes
/// again with the same message id, and the inboxes drop it.
/// </remarks>
public sealed class OutboxRelay(
    [FromKeyedServices(DatabaseLogin.Worker)] NpgsqlDataSource worker,
    IBus bus,
    OutboxSignal signal,
    MessagingMetrics metrics,
    ILogger<OutboxRelay> logger) : BackgroundService
{
    private const int BatchSize = 500;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan ConfirmTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Backoff = TimeSpan.FromSeconds(2);

    private const string TakeSql =
        "select seq, id, type, payload, traceparent from platform.outbox where parked_reason is null " +
        "order by seq limit $1 for update skip locked";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var moved = await RelayBatchAsync(stoppingToken);
                if (moved == BatchSize) continue;
                // A lone event goes at once. Where they come in company, a few more share the broker's and the
                // consumers' commits, which leaves the cores to whoever waits for an answer.
                if (moved > 1) await Task.Delay(Gather, stoppingToken);
                await signal.WaitAsync(Poll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) // Broker or database away: the rows stay, the next round tries again.
            {
                OutboxRelayLog.Failed(logger, e.GetType().Name, e.Message);
                await signal.WaitAsync(Backoff, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<int> RelayBatchAsync(CancellationToken ct)
    {
        await using var connection = await worker.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var rows = await TakeAsync(connection, ct);
        if (rows.Count == 0) return 0;

        using var confirm = CancellationTokenSource.CreateLinkedTokenSource(ct);
        confirm.CancelAfter(ConfirmTimeout);
        var outcomes = await Task.WhenAll(rows.Select(row => PublishAsync(row, confirm.Token)));

        Faults.CrashPoint.Reached(Faults.CrashPoint.AfterPublishBeforeDelete);
        await SettleAsync(connection, rows, outcomes, ct);
        await transaction.CommitAsync(CancellationToken.None);
        metrics.Relayed(outcomes.Count(o => o is null));
        TellParked(rows, outcomes);
        return rows.Count;
    }

    private void TellParked(List<Row> rows, string?[] outcomes)
    {
        foreach (var (row, reason) in rows.Zip(outcomes).Where(pair => pair.Second is not null))
        {
            metrics.Parked(ParkedMessages.OutboxQueue);
            OutboxRelayLog.Parked(logger, row.Type, row.Id, reason!);
        }
    }

    /// <summary>Null when the broker confirmed; a reason when the row itself can never be published.</summary>
    private async Task<string?> PublishAsync(Row row, CancellationToken ct)
    {
        Contracts.IIntegrationEvent message;
        try
        {
            message = EventTypes.Deserialize(row.Type, row.Payload);
        }
        catch (JsonException e)
        {
            return e.Message;
        }
        using var activity = PlatformActivity.Continue("outbox relay", ActivityKind.Internal, row.Traceparent);
        await bus.Publish(message, message.GetType(), context => context.MessageId = row.Id, ct);
        return null;
    }

    private static async Task<List<Row>> TakeAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(TakeSql, connection)
        {
            Parameters = { new() { Value = BatchSize } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<Row>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new Row(reader.GetInt64(0), reader.GetGuid(1), reader.GetString(2), reader.GetString(3),
                await reader.IsDBNullAsync(4, ct) ? null : reader.GetString(4)));
        }
        return rows;
    }

    private static async Task SettleAsync(
        NpgsqlConnection connection, List<Row> rows, string?[] outcomes, CancellationToken ct)
    {
        var confirmed = rows.Where((_, i) => outcomes[i] is null).Select(r => r.Seq).ToArray();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                // The one commit that need not reach the disk: a crash that loses it publishes again, as any here.
                new("set local synchronous_commit = off"),
                new("delete from platform.outbox where seq = any($1)") { Parameters = { new() { Value = confirmed } } },
            },
        };
        foreach (var (row, reason) in rows.Zip(outcomes).Where(pair => pair.Second is not null))
        {
            batch.BatchCommands.Add(new("update platform.outbox set parked_reason = $2 where seq = $1")
            {
                Parameters =
                {
                    new() { Value = row.Seq },
                    new() { Value = reason, NpgsqlDbType = NpgsqlDbType.Text },
                },
            });
        }
        await batch.ExecuteNonQueryAsync(ct);
    }

    private sealed record Row(long Seq, Guid Id, string Type, string Payload, string? Traceparent);
}

internal static partial class OutboxRelayLog
{
    [LoggerMessage(LogLevel.Warning, "Outbox relay paused: {Error}: {Message}")]
    public static partial void Failed(ILogger logger, string error, string message);

    [LoggerMessage(LogLevel.Error, "Outbox: {Type} {EventId} cannot be published and is parked: {Reason}")]
    public static partial void Parked(ILogger logger, string type, Guid eventId, string reason);
}
