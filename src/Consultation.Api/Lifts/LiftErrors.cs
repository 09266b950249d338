namespace CivicPlatform.Consultation.Lifts;

/// <summary>Why a lift team or a lift board refuses.</summary>
public static class LiftErrors
{
    public static readonly Error TeamNotFound = Error.NotFound("lift_teams.not_found", "没有这个加梯小组");

    public static readonly Error DoorwayNotFound = Error.NotFound("lift_teams.doorway_not_found", "该小区没有这个门洞");

    public static readonly Error MemberTwice =
        Error.Refused("lift_teams.member_twice", "同一业主不能在小组中出现两次", "LIFT-08");

    public static readonly Error NoOneLead =
        Error.Refused("lift_teams.one_lead", "小组应有且仅有一名牵头人", "LIFT-08");

    public static readonly Error MemberIsNoOwner =
        Error.Refused("lift_teams.not_an_owner", "小组成员应为该门洞专有部分的业主", "LIFT-08");

    public static readonly Error FormedInFuture =
        Error.Refused("lift_teams.formed_in_future", "成立日期不能晚于今天", "LIFT-08");

    /// <summary>003-5: says how many are missing.</summary>
    public static Error TeamTooSmall(int members) => Error.Refused(
        "lift_teams.too_small", $"加梯小组至少应有 {LiftTeam.MinMembers} 名业主", "LIFT-08") with
    {
        Detail = $"现有 {members} 名，还缺 {LiftTeam.MinMembers - members} 名",
    };
}
