using CivicPlatform.Cli;
namespace CivicPlatform.Bench;

/// <summary>POST of single ballots, beside one statement that writes the same rows.</summary>
internal static class Ballots
{
    // One paper of every unit and choice; a further one would be refused as a repeated answer.
    private const int Choices = 4, Motions = 24;

    public static async Task RunAsync(
        RunningPlatform platform, Estate estate, LoadSize size, Report report, CancellationToken ct)
    {
        var token = platform.Token(CasePosts.Street, "street-clerk", "tally-clerk");
        using var http = platform.Client("consultation", token);
        var roll = await Motion.FreezeAsync(http, estate, ct);
        await using var floor = await FloorDatabase.CopyAsync(platform, "consultation", ct);
        var f2 = $"\\set street {CasePosts.Street}\n" + Programs.Resource("Floors.ballot-f2.sql");

        var rounds = new Rounds(
            "POST /motions/{id}/ballots, one replica", "F2 pgbench, one round trip", "POST ballots");
        await CastAsync(platform, token, await OpenAsync(http, roll, ct), size with { Seconds = 2 }, ct);
        for (var round = 0; round < size.Rounds; round++)
        {
            var motions = await OpenAsync(http, roll, ct);
            rounds.Add(await floor.RunAsync(f2, CasePosts.Street, size, ct),
                await CastAsync(platform, token, motions, size, ct));
        }
        rounds.Report(report);
        var papers = Motions * Estates.Buildings * Estates.UnitsABuilding * Choices;
        report.Note($"Ballots: at most {papers} papers a round.");
    }

    private static async Task<string> OpenAsync(HttpClient http, Guid roll, CancellationToken ct)
    {
        var motions = new List<Guid>();
        for (var i = 0; i < Motions; i++) motions.Add(await Motion.OpenAsync(http, roll, ct));
        return string.Join(',', motions);
    }

    private static Task<LoadResult> CastAsync(
        RunningPlatform platform, string token, string motions, LoadSize size, CancellationToken ct) =>
        Wrk.RunAsync(platform.Replica("consultation"), "ballots.lua", new Dictionary<string, string>
        {
            ["BENCH_TOKEN"] = token, ["BENCH_MOTIONS"] = motions, ["BENCH_RUN"] = $"{Guid.NewGuid():N}",
        }, size, ct);
}

/// <summary>Rolls and motions of the loads.</summary>
internal static class Motion
{
    private static readonly string[] Places = ["公告栏"];

    /// <summary>Freezes and seals the roll of a whole estate, as soon as Consultation knows its units.</summary>
    public static async Task<Guid> FreezeAsync(HttpClient http, Estate estate, CancellationToken ct)
    {
        var roll = await FreezeOnlyAsync(http, estate, ct);
        await http.CreateAsync($"rolls/{roll}/posting", new
        {
            places = Places, postedOn = "2023-04-03", until = "2023-04-10",
        }, ct);
        return await http.CreateAsync($"rolls/{roll}/seal", new { }, ct);
    }

    private static async Task<Guid> FreezeOnlyAsync(HttpClient http, Estate estate, CancellationToken ct)
    {
        var deadline = DateTime.UtcNow.AddMinutes(3);
        while (true)
        {
            try
            {
                return await http.CreateAsync("rolls", new { estateId = estate.Id, scope = new { kind = "AREA" } }, ct);
            }
            catch (CivicException) when (DateTime.UtcNow < deadline) // The register's events are under way.
            {
                await Task.Delay(500, ct);
            }
        }
    }

    public static async Task<Guid> OpenAsync(HttpClient http, Guid roll, CancellationToken ct)
    {
        var (title, items) = ("基准表决", new[] { new { title = "基准", text = "基准" } });
        var agendaHash = await http.AgendaHashAsync(new { title, items }, ct);
        return await http.CreateAsync("motions", new
        {
            rollId = roll, matter = "M6", title, items, votingOpensAt = "2023-05-01T00:00:00+08:00",
            notice = new
            {
                postedAt = "2023-04-03T09:00:00+08:00", places = Places, agendaHash,
                evidence = new[] { new string('e', 64) },
            },
        }, ct);
    }
}
