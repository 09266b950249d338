namespace CivicPlatform.Registry.Divisions;

/// <summary>A division as it is read.</summary>
/// <param name="Code">2, 4, 6, 9 or 12 digits.</param>
/// <param name="Name">As people read it.</param>
/// <param name="Parent">Code of the level above; absent for a province.</param>
/// <param name="Level">province, city, district, street or community.</param>
/// <param name="Version">Also the ETag.</param>
public sealed record DivisionView(string Code, string Name, string? Parent, string Level, long Version)
{
    public static DivisionView Of(Division d) => new(d.Code, d.Name, d.ParentCode, LevelOf(d.Code), d.Version);

    /// <summary>The level that a code's length says.</summary>
    public static string LevelOf(string code) => code.Length switch
    {
        2 => "province",
        4 => "city",
        6 => "district",
        9 => "street",
        _ => "community",
    };

    /// <summary>Length of the codes of a level; null for an unknown level.</summary>
    public static int? LengthOf(string level) => level switch
    {
        "province" => 2,
        "city" => 4,
        "district" => 6,
        "street" => 9,
        "community" => 12,
        _ => null,
    };
}
