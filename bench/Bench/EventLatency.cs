using System.Diagnostics;
using System.Net.Http.Json;
using Npgsql;

namespace CivicPlatform.Bench;

/// <summary>From a write's transaction to its consumer's, at two rates; both instants are the database's.</summary>
internal static class EventLatency
{
    private const int Seconds = 6;

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
            var since = DateTime.UtcNow;
            var sent = await OfferAsync(platform, rate, ct);
            var found = await ReadAsync(platform, since, sent, ct);
            rows.Add([$"{rate} offered per s", $"{found.Length}", Report.Figure(At(found, 0.50)),
                Report.Figure(At(found, 0.99), "0.0")]);
        }
        report.Add("Commit to consumed (POST /cases to the time line's inbox row)", ["events", "p50 ms", "p99 ms"],
            rows);
    }

    // Open loop: a slow answer does not slow the next request down; the client bounds what is under way.
    private static async Task<int> OfferAsync(RunningPlatform platform, int rate, CancellationToken ct)
    {
        using var http = platform.Client("cases", platform.Token(CasePosts.Street, "street-clerk"));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var watch = Stopwatch.StartNew();
        var under = new List<Task>();
        while (watch.Elapsed.TotalSeconds < Seconds && await timer.WaitForNextTickAsync(ct))
        {
            var due = Math.Min(watch.Elapsed.TotalSeconds, Seconds) * rate;
            while (under.Count < due) under.Add(PostAsync(http, ct));
        }
        await Task.WhenAll(under);
        return under.Count;
    }

    private static async Task PostAsync(HttpClient http, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/cases")
        {
            Content = JsonContent.Create(new
            {
                divisionCode = CasePosts.Street, channel = "PATROL", type = "HELP", matter = "LIFT_FAILURE",
                description = "电梯停运",
            }),
        };
        request.Headers.Add("Idempotency-Key", $"{Guid.NewGuid():N}");
        using var answer = await http.SendAsync(request, ct);
        answer.EnsureSuccessStatusCode();
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

    private static double At(double[] sorted, double share) =>
        sorted.Length == 0 ? 0 : sorted[(int)((sorted.Length - 1) * share)];
}
