using CivicPlatform.Cases.Clocks;
using CivicPlatform.Cases.Intake;
using CivicPlatform.Contracts;
using CivicPlatform.Contracts.Cases;
using CivicPlatform.Kernel;

namespace CivicPlatform.Cases.Handling;

/// <summary>What the others hear of a move: ids, codes and instants (EVT-02).</summary>
public static class MoveEvents
{
    /// <summary>The event, or null where nobody else need know.</summary>
    public static IIntegrationEvent? Of(OpenOrder after, CaseMove move) => move.Kind switch
    {
        MoveKinds.Dispatch or MoveKinds.Reopen => Dispatched(after, move),
        MoveKinds.Reply => new CaseReplied
        {
            AggregateId = move.CaseId, AggregateVersion = after.Case.Version + 1, OccurredAt = move.At,
            StreetCode = move.StreetCode, CaseId = move.CaseId, Number = after.Case.Number,
            Department = after.State.Department!, Overdue = IsOverdue(after),
        },
        _ when CaseStatuses.Ended.Contains(after.State.Status) => new CaseClosed
        {
            AggregateId = move.CaseId, AggregateVersion = after.Case.Version + 1, OccurredAt = move.At,
            StreetCode = move.StreetCode, CaseId = move.CaseId, Number = after.Case.Number,
            Outcome = after.State.Status, Resolved = move.Resolved,
        },
        _ => null,
    };

    private static CaseDispatched Dispatched(OpenOrder after, CaseMove move) => new()
    {
        AggregateId = move.CaseId, AggregateVersion = after.Case.Version + 1, OccurredAt = move.At,
        StreetCode = move.StreetCode, CaseId = move.CaseId, Number = after.Case.Number,
        DivisionCode = move.DivisionCode, MatterCode = after.Case.Matter, Department = move.Department!,
        Grade = move.Code!, Cycle = after.State.Cycle,
        DueAt = CaseClock.Of(after.Moves).Running!.DueAt(WorkCalendar.China)!.Value,
    };

    // The time between the reply and the limit, read off the run that the reply stopped.
    private static bool IsOverdue(OpenOrder after) =>
        CaseClock.Of(after.Moves).Runs is [.., { StoppedAt: { } stopped } run]
        && run.DueAt(WorkCalendar.China) is { } due && stopped >= due;
}
