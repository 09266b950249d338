using CivicPlatform.Cases.Clocks;
using CivicPlatform.Kernel;

namespace CivicPlatform.Cases.Handling;

/// <summary>What the table allows and a rule still refuses (4.2a, column "guard"). Pure.</summary>
public static class OrderRules
{
    /// <summary>Levels above the handler: street leader, whistle, district, city (升级阶梯).</summary>
    public static readonly IReadOnlyList<string> Rungs =
        ["STREET_LEADER", "WHISTLE", "DISTRICT_COORDINATION", "CITY_TOPIC"];

    /// <summary>The refusal, or null when the move may be made.</summary>
    public static Error? Refuse(OpenOrder order, CaseMove move)
    {
        var state = order.State;
        if (state.Moves >= HandlingLimits.Moves) return HandlingErrors.TooManyMoves;
        if (MoveTable.Next(state.Status, move.Kind) is null) return HandlingErrors.NotNow(state.Status, move.Kind);
        return move.Kind switch
        {
            MoveKinds.Answer when state.Type != "CONSULT" => HandlingErrors.OnlyConsultation,
            MoveKinds.Dispatch => RefuseGrade(order, move),
            MoveKinds.CoHandler when IsThere(state, move) => HandlingErrors.CoHandlerTwice,
            MoveKinds.CoReport when state.CoHandlers.TrueForAll(c => c.Department != move.Department) =>
                HandlingErrors.NoCoHandler,
            MoveKinds.ReturnRequest when state.ReturnDenied => HandlingErrors.ReturnIsFinal,
            MoveKinds.ReturnGrant or MoveKinds.ReturnDeny when state.ReturnAskedBy == move.By =>
                HandlingErrors.ReviewerIsRequester,
            MoveKinds.Contact => RefuseContact(state, move),
            MoveKinds.Extend => RefuseExtension(order, move),
            MoveKinds.SuspendRequest or MoveKinds.Suspend or MoveKinds.SuspendRefuse or MoveKinds.SuspendReview =>
                RefuseSuspension(state, move),
            MoveKinds.Merge when move.RefId == move.CaseId => HandlingErrors.MergedIntoItself,
            MoveKinds.Reply when move.Day > CivilTime.DayOf(move.At) => HandlingErrors.DayInFuture,
            MoveKinds.Escalate when state.Rung >= Rungs.Count => HandlingErrors.TopRung,
            _ => null,
        };
    }

    private static bool IsThere(OrderState state, CaseMove move) =>
        move.Department == state.Department || state.CoHandlers.Exists(c => c.Department == move.Department);

    private static Error? RefuseGrade(OpenOrder order, CaseMove move)
    {
        var profile = order.Profile;
        if (profile.Handling.ApprovalGrades.Contains(move.Code!)) return HandlingErrors.GradeNeedsApproval;
        var known = profile.Case.Keys.Append(profile.Handling.GradeOf(order.State.Type)).Distinct();
        return known.Contains(move.Code!) ? null : HandlingErrors.UnknownGrade(known);
    }

    private static Error? RefuseContact(OrderState state, CaseMove move)
    {
        if (!state.TakenUp) return HandlingErrors.NotSigned;
        var at = move.HappenedAt ?? move.At;
        return at > move.At || at < state.DispatchedAt ? HandlingErrors.HappenedInFuture : null;
    }

    private static Error? RefuseExtension(OpenOrder order, CaseMove move)
    {
        var handling = order.Profile.Handling;
        if (order.State.Extensions >= handling.MaxExtensions) return HandlingErrors.NoMoreExtensions;
        if (move.Count > handling.LongestExtension) return HandlingErrors.LongerThan(handling.LongestExtension);
        if (move.Day > CivilTime.DayOf(move.At)) return HandlingErrors.DayInFuture;
        if (CaseClock.Of(order.Moves).Running is not { } run) return null;
        if (run.Length.IsInHours) return HandlingErrors.NotInHours;
        return run.DueAt(WorkCalendar.China) <= move.At ? HandlingErrors.AlreadyOverdue : null;
    }

    private static Error? RefuseSuspension(OrderState state, CaseMove move) => move.Kind switch
    {
        MoveKinds.SuspendRequest when state.SuspensionAskedBy is not null => HandlingErrors.SuspensionWaits,
        MoveKinds.Suspend or MoveKinds.SuspendRefuse when state.SuspensionAskedBy is null =>
            HandlingErrors.NoSuspensionWaits,
        MoveKinds.Suspend or MoveKinds.SuspendRefuse when state.SuspensionAskedBy == move.By =>
            HandlingErrors.ApproverIsRequester,
        MoveKinds.SuspendRequest or MoveKinds.SuspendReview when move.Day <= CivilTime.DayOf(move.At) =>
            HandlingErrors.TargetPassed,
        _ => null,
    };
}
