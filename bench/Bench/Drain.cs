using System.Diagnostics;
using Npgsql;
using RabbitMQ.Client;

namespace CivicPlatform.Bench;

/// <summary>How fast waiting outbox rows reach their consumers, with few and with many rows waiting.</summary>
internal static class Drain
{
    private const int Few = 20_000, Many = 1_000_000, Most = 10_000_000, Chunk = 250_000, FloorMessages = 50_000;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(15);

    // Events of a case that does not exist: consumers enter them into their inbox and find nothing to write.
    private const string FillSql =
        "insert into platform.outbox (id, type, payload, street_code) select e.id, " +
        "'CivicPlatform.Contracts.Cases.CaseRegistered', jsonb_build_object('eventId', e.id, 'aggregateId', e.id, " +
        "'aggregateVersion', 1, 'occurredAt', now(), 'streetCode', $1, 'caseId', e.id, 'number', '2026-0', " +
        "'divisionCode', $1, 'channel', 'WINDOW', 'matterCode', 'LIFT_FAILURE')::text, $1 " +
        "from (select gen_random_uuid() as id from generate_series(1, $2::int)) as e";

    public static async Task RunAsync(RunningPlatform platform, bool large, Report report, CancellationToken ct)
    {
        var floor = await PublishRawAsync(platform, ct);
        var rows = new List<string[]>();
        rows.Add(["raw publish with confirms (floor)", Report.Figure(floor, "0"), "", ""]);
        var few = 0d;
        foreach (var waiting in large ? (int[])[Few, Many, Most] : [Few, Many])
        {
            await FillAsync(platform, waiting, ct);
            var rate = await DrainAsync(platform, ct);
            if (waiting == Few) few = rate;
            rows.Add([$"{waiting} rows waiting", Report.Figure(rate, "0"), Report.Figure(rate / floor),
                Report.Figure(few / rate)]);
            await platform.ExecuteAsync("cases", "truncate platform.outbox", [], ct); // What the window left over.
        }
        report.Add("Outbox to broker, relays and consumers running", ["events per s", "ratio", "slow-down"], rows);
    }

    private static async Task FillAsync(RunningPlatform platform, int rows, CancellationToken ct)
    {
        // The relays wait behind the lock until every row is there.
        await using var connection = new NpgsqlConnection(platform.Superuser("cases"));
        await connection.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        for (var left = rows; left > 0; left -= Chunk)
        {
            await using var command = new NpgsqlCommand(FillSql, connection) { CommandTimeout = 900 };
            command.Parameters.Add(new() { Value = CasePosts.Street });
            command.Parameters.Add(new() { Value = Math.Min(left, Chunk) });
            await command.ExecuteNonQueryAsync(ct);
        }
        await transaction.CommitAsync(ct);
    }

    private static async Task<double> DrainAsync(RunningPlatform platform, CancellationToken ct)
    {
        var before = await TakenAsync(platform, ct);
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Window && await HasRowsAsync(platform, ct)) await Task.Delay(50, ct);
        return (await TakenAsync(platform, ct) - before) / watch.Elapsed.TotalSeconds;
    }

    // What has had its effect; the relay can be no faster than that for long.
    private static Task<long> TakenAsync(RunningPlatform platform, CancellationToken ct) => platform.QueryAsync<long>(
        "cases", "select count(*) from platform.inbox where queue = 'cases-record-timeline'", ct);

    private static Task<bool> HasRowsAsync(RunningPlatform platform, CancellationToken ct) =>
        platform.QueryAsync<bool>("cases", "select exists (select from platform.outbox)", ct);

    /// <summary>Messages a second that the client alone gets confirmed, 256 under way.</summary>
    private static async Task<double> PublishRawAsync(RunningPlatform platform, CancellationToken ct)
    {
        const int window = 256;
        var factory = new ConnectionFactory { Uri = new Uri(platform.Broker) };
        await using var connection = await factory.CreateConnectionAsync(ct);
        var confirms = new CreateChannelOptions(
            publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true,
            outstandingPublisherConfirmationsRateLimiter: null);
        await using var channel = await connection.CreateChannelAsync(confirms, ct);
        var queue = await RawMessages.DeclareAsync(channel, ct);
        try
        {
            var body = new byte[400];
            var watch = Stopwatch.StartNew();
            for (var sent = 0; sent < FloorMessages; sent += window)
            {
                await Task.WhenAll(Enumerable.Range(0, window)
                    .Select(_ => channel.BasicPublishAsync("", queue, body, ct).AsTask()));
            }
            return FloorMessages / watch.Elapsed.TotalSeconds;
        }
        finally
        {
            await channel.QueueDeleteAsync(queue, cancellationToken: CancellationToken.None);
        }
    }
}
