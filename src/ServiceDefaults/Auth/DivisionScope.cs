using CivicPlatform.Kernel;

namespace CivicPlatform.ServiceDefaults.Auth;

/// <summary>
/// The divisions a caller may see: prefixes from the token, expanded to street codes for the database.
/// </summary>
public sealed class DivisionScope
{
    private readonly IReadOnlyList<DivisionCode> _divisions;

    private DivisionScope(IReadOnlyList<DivisionCode> divisions, string[] streets, bool everything)
    {
        (_divisions, Streets, IsEverything) = (divisions, streets, everything);
        Communities = [.. divisions.Where(d => d.Value.Length == 12).Select(d => d.Value)];
    }

    /// <summary>No rows at all: anonymous callers, and the default of every context.</summary>
    public static readonly DivisionScope Nothing = new([], [], everything: false);

    /// <summary>All rows: consumers and schedulers, which act for every office.</summary>
    public static readonly DivisionScope Everything = new([], [], everything: true);

    public bool IsEverything { get; }

    /// <summary>9-digit codes; at most 4,096 (a city has about 350).</summary>
    public string[] Streets { get; }

    /// <summary>
    /// 12-digit codes, when the caller is bound to communities; then rows of other communities are hidden.
    /// </summary>
    public string[] Communities { get; }

    public IReadOnlyList<DivisionCode> Divisions => _divisions;

    /// <summary>Divisions as the token names them; <paramref name="knownStreets"/> expands the wider ones.</summary>
    public static DivisionScope Of(IReadOnlyList<DivisionCode> divisions, IEnumerable<string> knownStreets)
    {
        var streets = new HashSet<string>(StringComparer.Ordinal);
        foreach (var division in divisions.Where(d => d.HasStreet)) streets.Add(division.Street);
        var wide = divisions.Where(d => !d.HasStreet).ToArray();
        if (wide.Length > 0) streets.UnionWith(knownStreets.Where(s => wide.Any(d => d.Covers(s))));
        return new DivisionScope(divisions, [.. streets.Order(StringComparer.Ordinal).Take(4096)], everything: false);
    }

    /// <summary>True when the caller may act in that division.</summary>
    public bool Covers(string divisionCode) => IsEverything || _divisions.Any(d => d.Covers(divisionCode));

    /// <summary>The value of <c>app.scope</c> for row-level security.</summary>
    public string ForDatabase => string.Join(',', Streets);

    /// <summary>The value of <c>app.communities</c>.</summary>
    public string CommunitiesForDatabase => string.Join(',', Communities);
}
