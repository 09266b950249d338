using System.Text.Json.Serialization;

namespace CivicPlatform.Consultation.Meetings;

/// <summary>What a meeting is for; each kind needs its parties.</summary>
public enum MeetingKind
{
    /// <summary>五方协商会: intention, plan, and problems in works (PIPE-03).</summary>
    [JsonStringEnumMemberName("FIVE_PARTY")] FiveParty,

    /// <summary>联勤联动会: committee, provider and lift company together (step 4 of a lift).</summary>
    [JsonStringEnumMemberName("JOINT")] Joint,

    /// <summary>路演: the plan is shown to residents; hands and placards are records of their own (VOTE-05).</summary>
    [JsonStringEnumMemberName("ROADSHOW")] Roadshow,

    /// <summary>每周例会: what is open is carried on (LIFT-03).</summary>
    [JsonStringEnumMemberName("WEEKLY")] Weekly,
}

/// <summary>Who sits at the table. Parties, not people: no name stands in a meeting.</summary>
public enum Party
{
    /// <summary>社区</summary>
    [JsonStringEnumMemberName("COMMUNITY")] Community,

    /// <summary>物业服务企业</summary>
    [JsonStringEnumMemberName("PROVIDER")] Provider,

    /// <summary>设计单位</summary>
    [JsonStringEnumMemberName("DESIGN_UNIT")] DesignUnit,

    /// <summary>施工单位</summary>
    [JsonStringEnumMemberName("CONSTRUCTION_UNIT")] ConstructionUnit,

    /// <summary>居民</summary>
    [JsonStringEnumMemberName("RESIDENTS")] Residents,

    /// <summary>业主委员会或物管会</summary>
    [JsonStringEnumMemberName("OWNERS_COMMITTEE")] OwnersCommittee,

    /// <summary>电梯企业</summary>
    [JsonStringEnumMemberName("LIFT_COMPANY")] LiftCompany,
}

/// <summary>Which parties a kind of meeting cannot do without.</summary>
public static class RequiredParties
{
    private static readonly Dictionary<MeetingKind, Party[]> s_table = new()
    {
        [MeetingKind.FiveParty] =
            [Party.Community, Party.Provider, Party.DesignUnit, Party.ConstructionUnit, Party.Residents],
        [MeetingKind.Joint] = [Party.OwnersCommittee, Party.Provider, Party.LiftCompany],
        [MeetingKind.Roadshow] = [Party.Community, Party.Residents],
        [MeetingKind.Weekly] = [Party.Community],
    };

    /// <summary>The required ones that are not among those present, in the order of the table.</summary>
    public static IReadOnlyList<Party> Missing(MeetingKind kind, IEnumerable<Party> present) =>
        [.. s_table[kind].Except(present)];
}
