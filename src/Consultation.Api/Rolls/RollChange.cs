using System.Text.Json.Serialization;
using CivicPlatform.Consultation.Motions;

namespace CivicPlatform.Consultation.Rolls;

/// <summary>Where an area comes from, in falling rank (VOTE-10).</summary>
public enum AreaSource
{
    /// <summary>The real estate register (不动产登记簿).</summary>
    [JsonStringEnumMemberName("REGISTER")] Register,

    /// <summary>As surveyed (实测).</summary>
    [JsonStringEnumMemberName("SURVEY")] Survey,

    /// <summary>The sale contract (房屋买卖合同).</summary>
    [JsonStringEnumMemberName("CONTRACT")] Contract,
}

/// <summary>What counts of a unit on a roll; a member that is null is not touched.</summary>
/// <param name="OwnerRefs">Its holders, as references of the register: one head (VOTE-14).</param>
/// <param name="SaleStatus">Whose head it is counted with: the holders' or the developer's (VOTE-11, VOTE-16).</param>
public sealed record RollChange(Area? Area, AreaSource? AreaSource, string[]? OwnerRefs, SaleStatus? SaleStatus)
{
    public static RollChange Of(RollUnit unit) => new(unit.Area, unit.AreaSource, unit.OwnerRefs, unit.SaleStatus);

    /// <summary>The whole unit as it will be.</summary>
    public RollChange Over(RollChange before) => new(
        Area ?? before.Area, AreaSource ?? before.AreaSource, OwnerRefs ?? before.OwnerRefs,
        SaleStatus ?? before.SaleStatus);

    public bool Equals(RollChange? other) => other is not null
        && (Area, AreaSource, SaleStatus) == (other.Area, other.AreaSource, other.SaleStatus)
        && (OwnerRefs ?? []).Order(StringComparer.Ordinal).SequenceEqual(
            (other.OwnerRefs ?? []).Order(StringComparer.Ordinal));

    public override int GetHashCode() => HashCode.Combine(Area, AreaSource, SaleStatus);
}
