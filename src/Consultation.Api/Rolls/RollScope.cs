using System.Text.Json.Serialization;
using CivicPlatform.Consultation.Register;

namespace CivicPlatform.Consultation.Rolls;

/// <summary>Whose decision it is (表决范围, VOTE-20).</summary>
public enum ScopeKind
{
    /// <summary>The whole estate.</summary>
    [JsonStringEnumMemberName("AREA")] Area,

    /// <summary>One building (幢).</summary>
    [JsonStringEnumMemberName("BUILDING")] Building,

    /// <summary>One entrance (单元) of a building.</summary>
    [JsonStringEnumMemberName("ENTRANCE")] Entrance,

    /// <summary>The units on one riser (管井), listed.</summary>
    [JsonStringEnumMemberName("RISER")] Riser,

    /// <summary>Any listed units that share what is decided on.</summary>
    [JsonStringEnumMemberName("CUSTOM")] Custom,
}

/// <summary>The scope of a roll: a kind and what that kind needs.</summary>
public sealed record RollScope
{
    public const int MaxUnits = 2_000;

    public required ScopeKind Kind { get; init; }

    /// <summary>Building code, for BUILDING and ENTRANCE.</summary>
    public string? Building { get; init; }

    /// <summary>Entrance code, for ENTRANCE.</summary>
    public string? Entrance { get; init; }

    /// <summary>Unit ids of the register, for RISER and CUSTOM; at most 2,000.</summary>
    public IReadOnlyList<Guid>? Units { get; init; }

    /// <summary>True when exactly the members are given that the kind needs.</summary>
    [JsonIgnore]
    public bool IsWellFormed => Kind switch
    {
        ScopeKind.Area => (Building, Entrance, Units) is (null, null, null),
        ScopeKind.Building => (Building, Entrance, Units) is ({ Length: > 0 and <= 32 }, null, null),
        ScopeKind.Entrance => (Building, Entrance, Units) is ({ Length: > 0 and <= 32 }, { Length: <= 32 }, null),
        _ => (Building, Entrance) is (null, null) && Units is { Count: > 0 and <= MaxUnits },
    };

    /// <summary>The units of an estate that are inside.</summary>
    public IQueryable<RegisterUnit> Select(IQueryable<RegisterUnit> estate) => Kind switch
    {
        ScopeKind.Area => estate,
        ScopeKind.Building => estate.Where(unit => unit.Building == Building),
        ScopeKind.Entrance => estate.Where(unit => unit.Building == Building && unit.Entrance == Entrance),
        _ => estate.Where(unit => Units!.Contains(unit.Id)),
    };
}
