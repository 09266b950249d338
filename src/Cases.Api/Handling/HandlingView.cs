using CivicPlatform.Cases.Clocks;
using CivicPlatform.Cases.Intake;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Http;

namespace CivicPlatform.Cases.Handling;

/// <summary>Where the handling of a case stands; no word of the reporter.</summary>
public sealed record HandlingView
{
    public required Guid Id { get; init; }

    public required string Number { get; init; }

    [CodesOf(typeof(CaseStatuses))]
    public required string Status { get; init; }

    /// <summary>Code of the first receiver, who leads (CASE-06).</summary>
    public string? Department { get; init; }

    /// <summary>Departments that help and have not reported.</summary>
    public required IReadOnlyList<CoHandler> CoHandlers { get; init; }

    public string? Grade { get; init; }

    /// <summary>From 1 at the first dispatch; every reopening is another.</summary>
    public required int Cycle { get; init; }

    /// <summary>When the reporter was first spoken to.</summary>
    public DateTimeOffset? ContactedAt { get; init; }

    /// <summary>Absent before the first dispatch.</summary>
    public ClockLine? Clock { get; init; }

    /// <summary>What it waits for while its department can do nothing.</summary>
    [CodesOf(typeof(Waits))]
    public string? Awaits { get; init; }

    /// <summary>How far it was escalated; absent at its handler.</summary>
    [CodesOf(typeof(OrderRules), nameof(OrderRules.Rungs))]
    public string? Rung { get; init; }

    /// <summary>The case that it was merged into.</summary>
    public Guid? MergedInto { get; init; }

    /// <summary>What the table allows now; a rule may still refuse it.</summary>
    [CodesOf(typeof(MoveKinds))]
    public required IReadOnlyList<string> Next { get; init; }

    /// <summary>Moves so far.</summary>
    public required int Moves { get; init; }

    public required long Version { get; init; }

    /// <summary>The clock as a replay of the moves gives it.</summary>
    /// <param name="State">RUNNING, PAUSED or STOPPED.</param>
    /// <param name="StartedAt">Of the present run.</param>
    /// <param name="DueAt">When it is over (UTC); absent while it is paused.</param>
    /// <param name="LastDay">Its last day in Asia/Shanghai.</param>
    /// <param name="Overdue">True once the limit passed before the department had replied.</param>
    /// <param name="Pauses">Every time that the clock stood still in the present run.</param>
    /// <param name="Elapsed">How long each department had it, in seconds.</param>
    public sealed record ClockLine(
        [CodesOf(typeof(ClockStates))] string State, DateTimeOffset StartedAt, DateTimeOffset? DueAt,
        DateOnly? LastDay, bool Overdue, IReadOnlyList<ClockPause> Pauses, IReadOnlyList<UnitTime> Elapsed);

    public static HandlingView Of(OpenOrder order)
    {
        var state = order.State;
        return new HandlingView
        {
            Id = order.Case.Id, Number = order.Case.Number, Status = state.Status, Department = state.Department,
            CoHandlers = state.CoHandlers, Grade = state.Grade, Cycle = state.Cycle, ContactedAt = state.ContactedAt,
            Clock = Read(order), Awaits = state.Awaits,
            Rung = state.Rung == 0 ? null : OrderRules.Rungs[state.Rung - 1],
            MergedInto = order.Case.MergedInto, Next = MoveTable.MovesFrom(state.Status), Moves = state.Moves,
            Version = order.Case.Version,
        };
    }

    private static ClockLine? Read(OpenOrder order)
    {
        var clock = CaseClock.Of(order.Moves);
        if (clock.Runs is not [.., var run]) return null;
        var due = run.DueAt(WorkCalendar.China);
        return new ClockLine(
            run.StoppedAt is not null ? ClockStates.Stopped : run.IsPaused ? ClockStates.Paused : ClockStates.Running,
            run.StartedAt, due, due is { } at ? CivilTime.DayOf(at.AddTicks(-1)) : null,
            due is { } end && (run.StoppedAt ?? order.Now) >= end, run.Pauses, clock.Elapsed(order.Now));
    }
}

/// <summary>Whether a clock runs.</summary>
public static class ClockStates
{
    public const string Running = "RUNNING";
    public const string Paused = "PAUSED";
    public const string Stopped = "STOPPED";

    public static readonly IReadOnlyList<string> All = [Running, Paused, Stopped];
}
