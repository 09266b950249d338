namespace CivicPlatform.Funds.SpendRequests;

#pragma warning disable CA1707 // The published code is the name.
/// <summary>What is repaired (FUND-02).</summary>
public enum PartCode
{
    // Common parts (共用部位).
    FOUNDATION,
    BEARING_WALL,
    COLUMN,
    BEAM,
    SLAB,
    ROOF,
    OUTER_WALL,
    HALL,
    STAIRS,
    CORRIDOR,

    // Common facilities (共用设施设备).
    LIFT,
    ANTENNA,
    LIGHTING,
    FIRE_SYSTEM,
    GREEN,
    ROAD,
    STREET_LAMP,
    DRAIN,
    POOL,
    WELL,
    GARAGE,
    SPORTS_FACILITY,
    EQUIPMENT_ROOM,

    // Of one household (专有部分): never paid from the fund (FUND-03).
    EXCLUSIVE_INTERIOR,
    EXCLUSIVE_WINDOW,
    EXCLUSIVE_PIPE,
}

/// <summary>Who else must bear it (FUND-20).</summary>
public enum LiabilityReason
{
    NONE,

    /// <summary>(a) Developer or builder.</summary>
    DEVELOPER,

    /// <summary>(b) Water, power, gas, heat, telecom or cable company.</summary>
    UTILITY,

    /// <summary>(c) Whoever broke it.</summary>
    MAN_MADE,

    /// <summary>(d) The property company, by its contract.</summary>
    SERVICE_CONTRACT,
}

/// <summary>Who asks (FUND-12).</summary>
public enum ProposerKind
{
    PROPERTY_COMPANY,
    OWNERS,
    COMMUNITY,
    COMMITTEE,
}

/// <summary>Whose owners share and decide (FUND-16): whole estate, building or entrance, and nothing less.</summary>
public enum ScopeKind
{
    AREA,
    BUILDING,
    ENTRANCE,
}

/// <summary>By what the cost is split (FUND-14).</summary>
public enum ShareBasis
{
    /// <summary>By exclusive area (CC 283).</summary>
    BY_AREA,

    /// <summary>By weights that the owners agreed on in writing.</summary>
    BY_AGREEMENT,
}
#pragma warning restore CA1707

/// <summary>Common or of one household (FUND-02).</summary>
public static class PartCodes
{
    public static bool IsExclusive(PartCode part) => part >= PartCode.EXCLUSIVE_INTERIOR;
}

/// <summary>The owners who share a cost. No floor and no room can be left out (004-11).</summary>
/// <param name="Building">Empty for AREA.</param>
/// <param name="Entrance">Empty but for ENTRANCE.</param>
public sealed record SpendScope(ScopeKind Kind, string Building = "", string Entrance = "")
{
    private const int MaxCode = 20;

    /// <summary>True when exactly the codes that the kind needs are given.</summary>
    public bool IsWhole => Kind switch
    {
        ScopeKind.AREA => Building == "" && Entrance == "",
        ScopeKind.BUILDING => IsCode(Building) && Entrance == "",
        _ => IsCode(Building) && IsCode(Entrance),
    };

    private static bool IsCode(string text) => text.Length is > 0 and <= MaxCode && text.Trim() == text;
}
