using System.Globalization;
using CivicPlatform.ServiceDefaults.Http;
using Npgsql;

namespace CivicPlatform.Bench;

/// <summary>GET /cases at random places of lists of growing length, beside the same query in pgbench.</summary>
/// <remarks>The rows are made in streets of the bench and taken away afterwards.</remarks>
internal static class CaseLists
{
    private const int Places = 500, Chunk = 500_000;

    // One row a second back from here, so that a number draws a place.
    private static readonly DateTimeOffset Newest = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const string FillSql =
        "insert into cases (id, street_code, division_code, number, status, channel, type, matter, " +
        "description_cipher, received_at, registered_at, registered_by, building, version) " +
        "select gen_random_uuid(), $1, $1, $1 || '-' || n, 'RECEIVED', 'HOTLINE_12345', 'HELP', 'LIFT_FAILURE', " +
        // As long as a ciphered text of the bench's own cases, and under the first key: nobody ciphers it again.
        "'\\x026b31'::bytea || decode(repeat('ab', 74), 'hex'), " +
        "timestamptz '2026-01-01 00:00:00+00' - make_interval(secs => n), now(), 'bench', '3', 1 " +
        "from generate_series($2::int, $3::int) as n";

    public static async Task RunAsync(
        RunningPlatform platform, int[] lengths, LoadSize size, Report report, CancellationToken ct)
    {
        var rows = new List<string[]>();
        for (var i = 0; i < lengths.Length; i++)
        {
            var street = string.Create(CultureInfo.InvariantCulture, $"{CasePosts.Street[..7]}{i + 1:00}");
            try
            {
                await FillAsync(platform, street, lengths[i], ct);
                rows.AddRange(await MeasureAsync(platform, street, lengths[i], size, report, ct));
            }
            finally
            {
                await platform.ExecuteAsync("cases", $"delete from cases where street_code = '{street}'", [], default);
                await platform.ExecuteAsync("cases", "vacuum analyze cases", [], default);
            }
        }
        report.Add("GET /cases, a page of 50 at a random place, one replica",
            ["per s", "p50 ms", "p99 ms", "errors", "ratio"], rows);
    }

    private static async Task<List<string[]>> MeasureAsync(
        RunningPlatform platform, string street, int length, LoadSize size, Report report, CancellationToken ct)
    {
        report.Note($"List of {length}: {await PlanAsync(platform, Page(street, $"{length / 2}"), ct)}");
        var token = platform.Token(street, "street-clerk");
        var script = $"\\set n random(1, {length})\n{Page(street, ":n")};\n";
        var after = string.Join(',', Enumerable.Range(0, Places).Select(_ => Place(Random.Shared.Next(1, length))));
        await GetAsync(platform, token, after, size with { Seconds = 2 }, ct);
        await using var floor = FloorDatabase.Live(platform, "cases");
        var (floors, pages) = (new List<LoadResult>(), new List<LoadResult>());
        for (var round = 0; round < size.Rounds; round++)
        {
            floors.Add(await floor.RunAsync(script, street, size, ct));
            pages.Add(await GetAsync(platform, token, after, size, ct));
        }
        var ratio = Rounds.Median(pages.Zip(floors, (p, f) => p.Rate / f.Rate));
        return [Row($"{length} cases, pgbench", floors, ""), Row($"{length} cases, GET", pages, Report.Figure(ratio))];
    }

    private static string[] Row(string name, List<LoadResult> results, string ratio) =>
    [
        name, Report.Figure(Rounds.Median(results.Select(r => r.Rate)), "0"),
        Report.Figure(Rounds.Median(results.Select(r => r.Typical))),
        Report.Figure(Rounds.Median(results.Select(r => r.P99)), "0.0"), $"{results.Sum(r => r.Errors)}", ratio,
    ];

    private static async Task FillAsync(RunningPlatform platform, string street, int length, CancellationToken ct)
    {
        for (var first = 1; first <= length; first += Chunk)
            await platform.ExecuteAsync("cases", FillSql, [street, first, Math.Min(first + Chunk - 1, length)], ct);
        await platform.ExecuteAsync("cases", "vacuum analyze cases", [], ct);
    }

    private static string Page(string street, string secondsBack) =>
        "select id, number, status, channel, type, matter, division_code, estate_id, building, received_at " +
        $"from cases where street_code = '{street}' and (received_at, id) < (timestamptz '2026-01-01 00:00:00+00' - " +
        $"make_interval(secs => {secondsBack}), 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid) " +
        "order by received_at desc, id desc limit 51";

    private static string Place(int secondsBack) =>
        new Cursor(Newest.AddSeconds(-secondsBack), Guid.AllBitsSet).ToString();

    private static async Task<string> PlanAsync(
        RunningPlatform platform, string page, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(platform.Superuser("cases"));
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(
            $"explain (analyze, costs off, timing off, summary off) {page}", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var lines = new List<string>();
        while (await reader.ReadAsync(ct)) lines.Add(reader.GetString(0).Trim());
        return string.Join("; ", lines);
    }

    private static Task<LoadResult> GetAsync(
        RunningPlatform platform, string token, string after, LoadSize size, CancellationToken ct) =>
        Wrk.RunAsync(platform.Replica("cases"), "list.lua", new Dictionary<string, string>
        {
            ["BENCH_TOKEN"] = token, ["BENCH_AFTER"] = after,
        }, size, ct);
}
