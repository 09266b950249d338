using CivicPlatform.Cases.Handling;
using CivicPlatform.Kernel;

namespace CivicPlatform.Cases.Clocks;

/// <summary>
/// The clock of a case (办理时限): a pure function of its moves and the statutory calendar. What is stored beside the
/// case is its reading, and a replay of the moves gives it again (CASE-10).
/// </summary>
/// <param name="Runs">In order; only the last can still run.</param>
public sealed record CaseClock(IReadOnlyList<ClockRun> Runs)
{
    /// <summary>Parts of the time at which an interim report is due, in percent; 100 is the end.</summary>
    public static readonly IReadOnlyList<int> Marks = [50, 80, 100];

    /// <summary>The run that goes on; null before the first dispatch and after the reply.</summary>
    public ClockRun? Running => Runs is [.., { StoppedAt: null } last] ? last : null;

    /// <summary>Reads the clock off the moves.</summary>
    public static CaseClock Of(IEnumerable<CaseMove> moves)
    {
        var runs = new List<ClockRun>();
        foreach (var move in moves) Turn(runs, move);
        return new CaseClock(runs);
    }

    /// <summary>The next mark after those that were told; null when none is left or the clock stands still.</summary>
    public ClockMark? NextMark(int told, WorkCalendar calendar)
    {
        if (Running is not { IsPaused: false } run) return null;
        foreach (var percent in Marks.Where(percent => percent > told))
        {
            var at = percent == 100 ? run.DueAt(calendar) : run.MarkAt(percent, calendar);
            if (at is { } instant) return new ClockMark(percent, instant);
        }
        return null;
    }

    /// <summary>Seconds of each department, in the order in which they first had it.</summary>
    public IReadOnlyList<UnitTime> Elapsed(DateTimeOffset now) =>
    [
        .. Runs.GroupBy(run => run.Department, StringComparer.Ordinal)
            .Select(runs => new UnitTime(runs.Key, runs.Sum(run => run.SecondsUntil(now)))),
    ];

    private static void Turn(List<ClockRun> runs, CaseMove move)
    {
        switch (move.Kind)
        {
            case MoveKinds.Dispatch or MoveKinds.Reopen:
                runs.Add(new ClockRun(move.Department!, move.At, move.Length, [], null));
                break;
            case MoveKinds.Extend:
                var run = runs[^1];
                runs[^1] = run with { Length = run.Length with { Count = run.Length.Count + move.Count!.Value } };
                break;
            case MoveKinds.Suspend:
                runs[^1] = runs[^1] with { Pauses = [.. runs[^1].Pauses, new ClockPause(move.At, null)] };
                break;
            case MoveKinds.Resume:
                runs[^1] = Resumed(runs[^1], move.At);
                break;
            case MoveKinds.Reply or MoveKinds.ReturnGrant or MoveKinds.Merge when runs is [.., { StoppedAt: null }]:
                runs[^1] = Resumed(runs[^1], move.At) with { StoppedAt = move.At };
                break;
        }
    }

    private static ClockRun Resumed(ClockRun run, DateTimeOffset at) => run.IsPaused
        ? run with { Pauses = [.. run.Pauses.SkipLast(1), run.Pauses[^1] with { To = at }] }
        : run;
}

/// <summary>A point of the running time.</summary>
/// <param name="Percent">50, 80 or 100.</param>
/// <param name="At">UTC.</param>
public sealed record ClockMark(int Percent, DateTimeOffset At);

/// <summary>How long one department had the case, pauses left out.</summary>
public sealed record UnitTime(string Department, long Seconds);
