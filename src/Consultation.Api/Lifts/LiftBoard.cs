using System.Text.Json.Serialization;
using CivicPlatform.Consultation.DualConsultations;

namespace CivicPlatform.Consultation.Lifts;

/// <summary>How far the lift of a doorway is (挂图作战).</summary>
public enum DoorwayStatus
{
    /// <summary>The zone has not passed it.</summary>
    [JsonStringEnumMemberName("NOT_YET")] NotYet,

    /// <summary>第一次征询通过: the zone is in favour, the building has not passed it.</summary>
    [JsonStringEnumMemberName("FIRST_PASSED")] FirstPassed,

    /// <summary>两次征询均通过: both are in favour, the agreement is not signed.</summary>
    [JsonStringEnumMemberName("BOTH_PASSED")] BothPassed,

    /// <summary>已签约</summary>
    [JsonStringEnumMemberName("AGREED")] Agreed,

    /// <summary>施工中</summary>
    [JsonStringEnumMemberName("UNDER_CONSTRUCTION")] UnderConstruction,

    /// <summary>已交付</summary>
    [JsonStringEnumMemberName("DELIVERED")] Delivered,
}

/// <summary>One entrance of one building.</summary>
public sealed record Doorway(string Building, string Entrance);

/// <summary>Where each doorway of an estate stands: in exactly one state, so that they add up. Pure.</summary>
public static class LiftBoard
{
    /// <summary>The furthest of its consultations, unless works are further still.</summary>
    /// <param name="asked">Its consultations: the zone's vote, the building's, and whether signed.</param>
    /// <param name="works">State of its lift as Cases tells; null without.</param>
    public static DoorwayStatus StatusOf(IEnumerable<Asked> asked, string? works) => works switch
    {
        "DELIVERED" => DoorwayStatus.Delivered,
        "UNDER_CONSTRUCTION" => DoorwayStatus.UnderConstruction,
        _ => asked.Select(StatusOf).DefaultIfEmpty(DoorwayStatus.NotYet).Max(),
    };

    private static DoorwayStatus StatusOf(Asked asked) => (asked.Zone, asked.Building, asked.IsSigned) switch
    {
        (true, true, true) => DoorwayStatus.Agreed,
        (true, true, false) => DoorwayStatus.BothPassed,
        (true, _, _) => DoorwayStatus.FirstPassed,
        _ => DoorwayStatus.NotYet,
    };

    /// <summary>One consultation as it stands now: true passed and not revoked, false not, null open.</summary>
    public sealed record Asked(bool? Zone, bool? Building, bool IsSigned)
    {
        internal static Asked Of(DualConsultation dual, DualVote zone, DualVote building) =>
            new(zone.Stands, building.Stands, dual.AgreementHash is not null);
    }
}
