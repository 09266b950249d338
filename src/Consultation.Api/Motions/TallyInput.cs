using System.Text.Json.Serialization;

namespace CivicPlatform.Consultation.Motions;

/// <summary>What is decided (事项, VOTE-02): items 1 to 9 of Civil Code 278, or unanimity (VOTE-04).</summary>
public enum Matter
{
    /// <summary>Rules of procedure of the owners' assembly.</summary>
    M1,

    /// <summary>Management covenant.</summary>
    M2,

    /// <summary>Owners' committee.</summary>
    M3,

    /// <summary>Property service provider.</summary>
    M4,

    /// <summary>Use of the maintenance fund.</summary>
    M5,

    /// <summary>Raising of the maintenance fund.</summary>
    M6,

    /// <summary>Rebuilding and alteration, new lifts among them.</summary>
    M7,

    /// <summary>Change of use of common parts, or business with them.</summary>
    M8,

    /// <summary>Other major matters.</summary>
    M9,

    /// <summary>Every owner of the scope must agree.</summary>
    [JsonStringEnumMemberName("UNANIMOUS")] Unanimous,
}

/// <summary>Under which law a motion is counted (VOTE-03).</summary>
public enum RuleSet
{
    /// <summary>Civil Code 278, in force since 2021-01-01.</summary>
    [JsonStringEnumMemberName("CC278")] Cc278,

    /// <summary>Regulation on Property Management 11 and 12 (2018): only to check old records again.</summary>
    [JsonStringEnumMemberName("PRE2021")] Pre2021,
}

/// <summary>Whether an exclusive part has left the developer's hands (VOTE-11, VOTE-16).</summary>
public enum SaleStatus
{
    [JsonStringEnumMemberName("SOLD")] Sold,
    [JsonStringEnumMemberName("UNSOLD")] Unsold,
    [JsonStringEnumMemberName("SOLD_NOT_DELIVERED")] SoldNotDelivered,
}

/// <summary>What one ballot says (VOTE-23, VOTE-24).</summary>
public enum Choice
{
    [JsonStringEnumMemberName("FOR")] For,
    [JsonStringEnumMemberName("AGAINST")] Against,
    [JsonStringEnumMemberName("ABSTAIN")] Abstain,
    [JsonStringEnumMemberName("INVALID")] Invalid,
}

/// <summary>One exclusive part (专有部分) on the roll.</summary>
/// <param name="Unit">Its name, unique on the roll.</param>
/// <param name="Area">Whole 0.01 m² (NUM-01), above zero.</param>
/// <param name="Owners">All registered holders; empty only for the developer's parts.</param>
/// <param name="Status">Decides whether it counts for its holders or for the developer.</param>
public sealed record TallyUnit(string Unit, long Area, IReadOnlyList<string> Owners, SaleStatus Status);

/// <summary>One paper that came back. It names a unit and counts for the owner of that unit.</summary>
/// <param name="Designated">The co-owners have signed that this is their answer; their others fall away.</param>
public sealed record TallyBallot(string Unit, Choice Choice, bool Designated = false);

/// <summary>Everything a count depends on: the same input always gives the same result.</summary>
public sealed record TallyInput(
    Matter Matter, RuleSet RuleSet, IReadOnlyList<TallyUnit> Units, IReadOnlyList<TallyBallot> Ballots)
{
    /// <summary>
    /// Units with proof of delivery, when silence follows the majority (VOTE-25); null without that rule.
    /// </summary>
    public IReadOnlyList<string>? DeliveredUnits { get; init; }
}
