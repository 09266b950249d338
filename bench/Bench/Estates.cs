using CivicPlatform.Cli;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;

namespace CivicPlatform.Bench;

/// <summary>An imported estate.</summary>
public sealed record Estate(Guid Id, string Name);

/// <summary>Estates of one shape for the loads: every building has 30 floors with six rooms, 90 m² each.</summary>
internal static class Estates
{
    public const int UnitsABuilding = Floors * Rooms, Buildings = 6;
    private const int Rooms = 6, Floors = 30;
    private const string Community = CasePosts.Street + "001";

    /// <summary>Imports estates with that many buildings each; the count of units comes back.</summary>
    public static async Task<int> ImportAsync(
        HttpClient registry, IReadOnlyList<string> names, int buildings, CancellationToken ct)
    {
        using var answer = await registry.PutAsJsonAsync($"/api/v1/divisions/{Community}",
            new { name = "基准社区", parent = CasePosts.Street }, ct);
        if (!answer.IsSuccessStatusCode)
            throw new CivicException($"divisions: {await answer.Content.ReadAsStringAsync(ct)}");
        var imported = await registry.UploadAsync("unit-imports", Csv(names, buildings), ct);
        return imported.GetProperty("units").GetInt32();
    }

    /// <summary>The estate of that name, as the registry knows it.</summary>
    public static async Task<Estate> FindAsync(RunningPlatform platform, string name, CancellationToken ct) =>
        new(await platform.QueryAsync<Guid>("registry", $"select id from estates where name = '{name}'", ct), name);

    /// <summary>A name that no estate has.</summary>
    public static string NewName(string what) =>
        $"基准{what}{DateTime.UtcNow.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture)}";

    /// <summary>Building, entrance and room of the n-th unit.</summary>
    public static (int Building, int Entrance, int Room) Place(int unit)
    {
        var rest = unit % UnitsABuilding;
        return (unit / UnitsABuilding + 1, 1, (rest / Rooms + 1) * 100 + rest % Rooms + 1);
    }

    private static string Csv(IReadOnlyList<string> names, int buildings)
    {
        var csv = new StringBuilder(
            "division_code,estate,building,entrance,room,floor,area_m2,area_source,kind,sale_status,owners\n");
        foreach (var name in names)
        {
            for (var unit = 0; unit < buildings * UnitsABuilding; unit++)
            {
                var (building, entrance, room) = Place(unit);
                csv.Append(CultureInfo.InvariantCulture,
                    $"{Community},{name},{building},{entrance},{room},{room / 100},90.00,");
                csv.Append(CultureInfo.InvariantCulture,
                    $"REGISTER,FLAT,SOLD,P{unit:000000}|业主{unit:000000}|138{unit:00000000}\n");
            }
        }
        return csv.ToString();
    }
}
