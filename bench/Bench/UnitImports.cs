using System.Diagnostics;

namespace CivicPlatform.Bench;

/// <summary>POST /unit-imports of an estate and of a district.</summary>
internal static class UnitImports
{
    private const int Estates = 93;

    /// <summary>Imports 1,080 units, and 100,440 more when asked for; the small estate comes back.</summary>
    public static async Task<Estate> RunAsync(
        RunningPlatform platform, bool large, Report report, CancellationToken ct)
    {
        using var http = platform.Client("registry", platform.Token(CasePosts.Street, "street-clerk"));
        var name = Bench.Estates.NewName("小区");
        var rows = new List<string[]> { await ImportAsync(platform, http, [name], ct) };
        string[] district = [.. Enumerable.Range(1, Estates).Select(n => $"{name}-{n}")];
        if (large) rows.Add(await ImportAsync(platform, http, district, ct));
        report.Add("POST /unit-imports, one replica", ["seconds", "MB before", "MB after"], rows);
        return await Bench.Estates.FindAsync(platform, name, ct);
    }

    private static async Task<string[]> ImportAsync(
        RunningPlatform platform, HttpClient http, string[] estates, CancellationToken ct)
    {
        var before = MemoryReport.ResidentOf(platform, "registry");
        var watch = Stopwatch.StartNew();
        var units = await Bench.Estates.ImportAsync(http, estates, Bench.Estates.Buildings, ct);
        var seconds = Report.Figure(watch.Elapsed.TotalSeconds);
        return [$"{units} units", seconds, $"{before}", $"{MemoryReport.ResidentOf(platform, "registry")}"];
    }
}
