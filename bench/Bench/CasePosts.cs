namespace CivicPlatform.Bench;

/// <summary>POST /cases on one replica's own port, between its floors in the same rounds.</summary>
internal static class CasePosts
{
    /// <summary>A street of the bench alone, so that nobody's lists fill up.</summary>
    public const string Street = "110114990";

    public static async Task RunAsync(
        RunningPlatform platform, LoadSize size, Report report, CancellationToken ct)
    {
        var token = platform.Token(Street, "street-clerk");
        await using var floor = await FloorDatabase.CopyAsync(platform, "cases", ct);
        var (f1, f2) = (Script("case-f1.sql"), Script("case-f2.sql"));
        await PostAsync(platform, token, size with { Seconds = 2 }, ct); // Warm: JIT, pool, prepared statements.

        var alone = Compare("POST /cases, one replica, the broker held: the request path alone");
        var whole = Compare("POST /cases, one replica, relays and consumers on the same cores");
        for (var round = 0; round < size.Rounds; round++)
        {
            var (by1, by2) = (await floor.RunAsync(f1, Street, size, ct), await floor.RunAsync(f2, Street, size, ct));
            alone.Add(by1, by2, await HeldBroker.RunAsync(platform, () => PostAsync(platform, token, size, ct), ct));
            whole.Add(by1, by2, await PostAsync(platform, token, size, ct));
            await HeldBroker.DrainedAsync(platform, ct);
        }
        alone.Report(report);
        whole.Report(report);
    }

    private static Rounds Compare(string title) =>
        new(title, "F1 pgbench, statement by statement", "F2 pgbench, one round trip", "POST /cases");

    private static string Script(string name) =>
        $"\\set street {Street}\n" + Programs.Resource($"Floors.{name}");

    private static Task<LoadResult> PostAsync(
        RunningPlatform platform, string token, LoadSize size, CancellationToken ct) =>
        Wrk.RunAsync(platform.Replica("cases"), "cases.lua", new Dictionary<string, string>
        {
            ["BENCH_TOKEN"] = token, ["BENCH_DIVISION"] = Street, ["BENCH_RUN"] = $"{Guid.NewGuid():N}",
        }, size, ct);
}
