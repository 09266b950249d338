using CivicPlatform.Cli;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace CivicPlatform.Bench;

/// <summary>POST /motions/{id}/close with a paper of every owner, beside a plain sum of the same papers.</summary>
internal static class Tallies
{
    private static readonly int[] Buildings = [6, 56, 556]; // 1,080, 10,080 and 100,080 owners.

    /// <summary>Date on every paper.</summary>
    internal static readonly DateTimeOffset CastAt = new(2026, 1, 20, 9, 2, 0, TimeSpan.FromHours(8));

    public static async Task RunAsync(
        RunningPlatform platform, bool large, int rounds, Report report, CancellationToken ct)
    {
        var token = platform.Token(CasePosts.Street, "street-clerk", "tally-clerk");
        using var registry = platform.Client("registry", token);
        using var http = platform.Client("consultation", token);
        var rows = new List<string[]>();
        foreach (var buildings in large ? Buildings : Buildings[..2])
        {
            var name = Estates.NewName("计票");
            await Estates.ImportAsync(registry, [name], buildings, ct);
            var roll = await Motion.FreezeAsync(http, await Estates.FindAsync(platform, name, ct), ct);
            rows.Add(await MeasureAsync(platform, http, roll, buildings * Estates.UnitsABuilding, rounds, ct));
        }
        report.Add("POST /motions/{id}/close: lock, read and decrypt every paper, count, store; and the plain SQL sum",
            ["close ms", "SQL ms", "ratio"], rows);
    }

    private static async Task<string[]> MeasureAsync(
        RunningPlatform platform, HttpClient http, Guid roll, int owners, int rounds, CancellationToken ct)
    {
        var (closes, sums) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            var motion = await Motion.OpenAsync(http, roll, ct);
            await http.UploadAsync($"motions/{motion}/ballot-imports", Csv(owners), ct);
            // Right after such an import the planner knows of none of these rows, and the floor would be its mistake.
            await platform.ExecuteAsync("consultation", "analyze ballots, roll_units", [], ct);
            sums.Add(await TimeAsync(() => platform.QueryAsync<decimal>("consultation",
                "select coalesce(sum(u.area), 0) from ballots b join roll_units u on u.unit_id = b.unit_id " +
                $"and u.roll_id = '{roll}' where b.motion_id = '{motion}'", ct)));
            closes.Add(await TimeAsync(() => http.CloseAsync(motion, ct)));
        }
        var (close, sum) = (Rounds.Median(closes), Rounds.Median(sums));
        return [$"{owners} owners", Report.Figure(close, "0.0"), Report.Figure(sum, "0.0"), Report.Figure(close / sum)];
    }

    /// <summary>Closes a motion; a refusal ends the run.</summary>
    internal static async Task CloseAsync(this HttpClient http, Guid motion, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/motions/{motion}/close");
        request.Headers.Add("Idempotency-Key", $"bench-{motion:N}");
        using var answer = await http.SendAsync(request, ct);
        if (!answer.IsSuccessStatusCode) throw new CivicException(await answer.Content.ReadAsStringAsync(ct));
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        return watch.Elapsed.TotalMilliseconds;
    }

    /// <summary>Of the n-th unit: a quarter is against.</summary>
    internal static string ChoiceOf(int unit) => unit % 4 == 0 ? "AGAINST" : "FOR";

    /// <summary>A paper of every owner; one that was cast already is known again.</summary>
    internal static string Csv(int owners)
    {
        var csv = new StringBuilder("building,entrance,room,choice,channel,cast_at\n");
        for (var unit = 0; unit < owners; unit++)
        {
            var (building, entrance, room) = Estates.Place(unit);
            csv.Append(CultureInfo.InvariantCulture,
                $"{building},{entrance},{room},{ChoiceOf(unit)},PAPER,{CastAt:yyyy-MM-dd HH:mm:ss}\n");
        }
        return csv.ToString();
    }
}
