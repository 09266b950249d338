using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CivicPlatform.Cli;

namespace CivicPlatform.Bench;

/// <summary>POST /unit-imports of an estate and of a district.</summary>
internal static class UnitImports
{
    private const string Community = CasePosts.Street + "001";
    private const int Rooms = 6, Floors = 30, Buildings = 6;

    /// <summary>The estate of 1,080 units that was imported.</summary>
    public sealed record Estate(Guid Id, string Name);

    public static async Task<Estate> RunAsync(RunningPlatform platform, bool large, CancellationToken ct)
    {
        var token = platform.Token(CasePosts.Street, "street-clerk", "fund-manager");
        using var http = platform.Client("registry", token);
        await RegisterCommunityAsync(http, ct);
        var run = DateTime.UtcNow.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

        Console.WriteLine("\nPOST /unit-imports, one replica");
        var name = $"基准小区{run}";
        await ImportAsync(platform, http, [name], ct);
        if (large) await ImportAsync(platform, http, [.. Enumerable.Range(1, 93).Select(n => $"基准小区{run}-{n}")], ct);
        var id = await platform.QueryAsync<Guid>("registry", $"select id from estates where name = '{name}'", ct);
        return new Estate(id, name);
    }

    private static async Task RegisterCommunityAsync(HttpClient http, CancellationToken ct)
    {
        using var answer = await http.PutAsJsonAsync($"/api/v1/divisions/{Community}",
            new { name = "基准社区", parent = CasePosts.Street }, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        if (!answer.IsSuccessStatusCode) throw new CivicException($"divisions: {text}");
    }

    private static async Task ImportAsync(
        RunningPlatform platform, HttpClient http, string[] estates, CancellationToken ct)
    {
        var csv = Encoding.UTF8.GetBytes(Csv(estates));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/unit-imports")
        {
            Content = new ByteArrayContent(csv),
        };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("text/csv; charset=utf-8");
        request.Headers.Add("Idempotency-Key", $"bench-{Guid.NewGuid():N}");
        var before = MemoryReport.ResidentOf(platform, "registry");
        var watch = Stopwatch.StartNew();
        using var answer = await http.SendAsync(request, ct);
        var body = await answer.Content.ReadAsStringAsync(ct);
        if (!answer.IsSuccessStatusCode) throw new CivicException($"unit import: {body}");
        var units = JsonDocument.Parse(body).RootElement.GetProperty("units").GetInt32();
        var seconds = watch.Elapsed.TotalSeconds;
        var after = MemoryReport.ResidentOf(platform, "registry");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{units,8} units {seconds,7:0.00} s   memory of registry {before} -> {after} MB"));
    }

    private static string Csv(string[] estates)
    {
        var csv = new StringBuilder(
            "division_code,estate,building,entrance,room,floor,area_m2,area_source,kind,sale_status,owners\n");
        foreach (var estate in estates)
        {
            for (var unit = 0; unit < Buildings * Floors * Rooms; unit++)
            {
                var (building, rest) = (unit / (Floors * Rooms) + 1, unit % (Floors * Rooms));
                var (floor, room) = (rest / Rooms + 1, rest % Rooms + 1);
                csv.Append(CultureInfo.InvariantCulture,
                    $"{Community},{estate},{building},1,{floor * 100 + room},{floor},90.00,");
                csv.Append(CultureInfo.InvariantCulture,
                    $"REGISTER,FLAT,SOLD,P{unit:00000}|业主{unit:00000}|138{unit:00000000}\n");
            }
        }
        return csv.ToString();
    }
}
