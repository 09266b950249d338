using System.Collections.Immutable;
using CivicPlatform.Cases.Intake;

namespace CivicPlatform.Cases.Handling;

/// <summary>Where a case stands: what its moves, one after the other, have made of it. Pure.</summary>
public sealed record OrderState
{
    /// <summary>One of <see cref="CaseTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>One of <see cref="CaseStatuses"/>.</summary>
    public string Status { get; init; } = CaseStatuses.Received;

    /// <summary>Moves so far.</summary>
    public int Moves { get; init; }

    /// <summary>The first receiver, who leads (CASE-06); null while nobody has it.</summary>
    public string? Department { get; init; }

    /// <summary>Departments that help and have not reported yet.</summary>
    public ImmutableList<CoHandler> CoHandlers { get; init; } = [];

    public string? Grade { get; init; }

    /// <summary>True once the department took it up.</summary>
    public bool TakenUp { get; init; }

    public DateTimeOffset? DispatchedAt { get; init; }

    /// <summary>When the reporter was first spoken to since the first dispatch.</summary>
    public DateTimeOffset? ContactedAt { get; init; }

    /// <summary>Who asked to return it, while that waits; the ruling must be another's (CASE-05).</summary>
    public string? ReturnAskedBy { get; init; }

    /// <summary>True once a return was denied: that is final for this dispatch.</summary>
    public bool ReturnDenied { get; init; }

    /// <summary>Extensions of this dispatch.</summary>
    public int Extensions { get; init; }

    /// <summary>Who asked for a suspension, while that waits.</summary>
    public string? SuspensionAskedBy { get; init; }

    /// <summary>When a suspended order was last approved or looked at; null when it is not suspended.</summary>
    public DateTimeOffset? SuspensionSeenAt { get; init; }

    /// <summary>0 before the first dispatch; every reopening is another cycle.</summary>
    public int Cycle { get; init; }

    /// <summary>Callbacks of this cycle that nobody answered.</summary>
    public int MissedCallbacks { get; init; }

    /// <summary>Rungs gone up; 0 is the handler.</summary>
    public int Rung { get; init; }

    /// <summary>What the moves so far make of a new case.</summary>
    public static OrderState Fold(string type, IEnumerable<CaseMove> moves) =>
        moves.Aggregate(new OrderState { Type = type }, (state, move) => state.After(move));

    /// <summary>What the order waits for that is not the department's to do; null when nothing.</summary>
    public string? Awaits => (Status, SuspensionAskedBy) switch
    {
        (CaseStatuses.Received, _) => Waits.Dispatch,
        ("RETURN_REQUESTED", _) => Waits.ReturnRuling,
        ("IN_PROGRESS", not null) => Waits.SuspensionRuling,
        ("REPLIED", _) => Waits.Callback,
        _ => null,
    };

    /// <summary>The state after a move that was allowed; a move outside the table is a bug.</summary>
    public OrderState After(CaseMove move)
    {
        var next = MoveTable.Next(Status, move.Kind)
            ?? throw new InvalidOperationException($"{move.Kind} is not in the table from {Status}.");
        return Effect(move) with { Status = next, Moves = Moves + 1 };
    }

    private OrderState Effect(CaseMove move) => move.Kind switch
    {
        MoveKinds.Dispatch => this with
        {
            Department = move.Department, Grade = move.Code, DispatchedAt = move.At, TakenUp = false,
            ReturnDenied = false, Extensions = 0, Cycle = Math.Max(1, Cycle), CoHandlers = [],
        },
        MoveKinds.CoHandler => this with { CoHandlers = CoHandlers.Add(new(move.Department!, move.Day)) },
        MoveKinds.CoReport => this with { CoHandlers = CoHandlers.RemoveAll(c => c.Department == move.Department) },
        MoveKinds.ReturnRequest => this with { ReturnAskedBy = move.By },
        MoveKinds.ReturnGrant => this with { ReturnAskedBy = null, Department = null, Grade = null, CoHandlers = [] },
        MoveKinds.ReturnDeny => this with { ReturnAskedBy = null, ReturnDenied = true },
        MoveKinds.Sign => this with { TakenUp = true },
        MoveKinds.Contact => this with { ContactedAt = ContactedAt ?? move.HappenedAt ?? move.At },
        MoveKinds.Extend => this with { Extensions = Extensions + 1 },
        MoveKinds.SuspendRequest => this with { SuspensionAskedBy = move.By },
        MoveKinds.Suspend => this with { SuspensionAskedBy = null, SuspensionSeenAt = move.At },
        MoveKinds.SuspendRefuse => this with { SuspensionAskedBy = null },
        MoveKinds.SuspendReview => this with { SuspensionSeenAt = move.At },
        MoveKinds.Resume => this with { SuspensionSeenAt = null },
        MoveKinds.Escalate => this with { Rung = Rung + 1 },
        MoveKinds.CallbackMissed => this with { MissedCallbacks = MissedCallbacks + 1 },
        MoveKinds.Reopen => this with
        {
            Cycle = Cycle + 1, MissedCallbacks = 0, Extensions = 0, TakenUp = false, Grade = move.Code,
        },
        _ => this,
    };
}

/// <summary>A department that helps the first receiver.</summary>
/// <param name="Department">Its code.</param>
/// <param name="On">Day until which it does its part; null when none was set.</param>
public sealed record CoHandler(string Department, DateOnly? On);

/// <summary>What an order waits for while its department can do nothing.</summary>
public static class Waits
{
    public const string Dispatch = "DISPATCH";
    public const string ReturnRuling = "RETURN_RULING";
    public const string SuspensionRuling = "SUSPENSION_RULING";
    public const string Callback = "CALLBACK";

    public static readonly IReadOnlyList<string> All = [Dispatch, ReturnRuling, SuspensionRuling, Callback];
}
