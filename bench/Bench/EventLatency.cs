using System.Diagnostics;
using Npgsql;

namespace CivicPlatform.Bench;

/// <summary>From a write's transaction to its consumer's, at two rates; both instants are the database's.</summary>
internal static class EventLatency
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(6);

    // The audit row carries the start of the transaction that wrote case and event; the inbox row the start of the
    // consumer's. The entry of the time line says which message was of which case.
    private const string LatencySql =
        """
        select extract(epoch from i.received_at - a.at) * 1000
        from platform.audit a
        join timeline_entries t on t.case_id = a.subject_id and t.event = 'CaseRegistered'
        join platform.inbox i on i.message_id = t.id and i.queue = 'cases-record-timeline'
        where a.actor = 'bench' and a.action = 'intake.register' and a.at >= $1
        """;

    public static async Task RunAsync(RunningPlatform platform, Report report, CancellationToken ct)
    {
        var rows = new List<string[]>();
        foreach (var rate in (int[])[50, 300])
        {
            var raw = await RawMessages.RunAsync(platform, rate, Length, ct);
            var library = await MassTransitFloor.RunAsync(platform, rate, Length, ct);
            var since = TimeProvider.System.GetUtcNow().UtcDateTime;
            var sent = await OfferAsync(platform, rate, ct);
            var found = await ReadAsync(platform, since, sent, ct);
            rows.Add(Row($"{rate}/s, RabbitMQ.Client alone", raw, Ratio(found, raw)));
            rows.Add(Row($"{rate}/s, MassTransit alone (floor)", library, Ratio(found, library)));
            rows.Add(Row($"{rate}/s", found, ""));
        }
        report.Add("Commit to consumed (POST /cases to the time line's inbox row)", ["events", "p50 ms", "p99 ms",
            "ratio"], rows);
    }

    private static string Ratio(double[] found, double[] floor) =>
        Report.Figure(OpenLoop.At(found, 0.5) / OpenLoop.At(floor, 0.5));

    private static string[] Row(string name, double[] found, string ratio) =>
    [
        name, $"{found.Length}", Report.Figure(OpenLoop.At(found, 0.50)),
        Report.Figure(OpenLoop.At(found, 0.99), "0.0"), ratio,
    ];

    private static async Task<int> OfferAsync(RunningPlatform platform, int rate, CancellationToken ct)
    {
        using var http = platform.Client("cases", platform.Token(CasePosts.Street, "street-clerk"));
        return (await OpenLoop.PostCasesAsync(http, CasePosts.Street, rate, Length, ct)).Length;
    }

    private static async Task<double[]> ReadAsync(
        RunningPlatform platform, DateTime since, int expected, CancellationToken ct)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(500, ct))
        {
            await using var connection = new NpgsqlConnection(platform.Superuser("cases"));
            await connection.OpenAsync(ct);
            await using var command = new NpgsqlCommand(LatencySql, connection);
            command.Parameters.Add(new() { Value = since });
            await using var reader = await command.ExecuteReaderAsync(ct);
            var found = new List<double>();
            while (await reader.ReadAsync(ct)) found.Add((double)reader.GetDecimal(0));
            if (found.Count >= expected || watch.Elapsed > TimeSpan.FromSeconds(60)) return [.. found.Order()];
        }
    }
}
