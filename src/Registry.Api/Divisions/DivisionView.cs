namespace CivicPlatform.Registry.Divisions;

/// <summary>A division as it is read.</summary>
/// <param name="Code">2, 4, 6, 9 or 12 digits.</param>
/// <param name="Name">As people read it.</param>
/// <param name="Parent">Code of the level above; absent for a province.</param>
/// <param name="Level">province, city, district, street or community.</param>
/// <param name="Version">Also the ETag.</param>
public sealed record DivisionView(
    string Code, string Name, string? Parent,
    [CodesOf(typeof(DivisionView), nameof(DivisionView.Levels))] string Level, long Version)
{
    private static readonly Dictionary<string, int> s_lengths = new()
    {
        ["province"] = 2,
        ["city"] = 4,
        ["district"] = 6,
        ["street"] = 9,
        ["community"] = 12,
    };

    /// <summary>The levels, from the highest.</summary>
    public static IReadOnlyCollection<string> Levels => s_lengths.Keys;

    public static DivisionView Of(Division d) => new(d.Code, d.Name, d.ParentCode, LevelOf(d.Code), d.Version);

    /// <summary>The level that a code's length says.</summary>
    public static string LevelOf(string code) => s_lengths.First(level => level.Value == code.Length).Key;

    /// <summary>Length of the codes of a level; null for an unknown level.</summary>
    public static int? LengthOf(string level) => s_lengths.TryGetValue(level, out var length) ? length : null;
}
