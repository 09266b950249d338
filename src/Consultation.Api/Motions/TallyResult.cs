using System.Text.Json.Serialization;

namespace CivicPlatform.Consultation.Motions;

/// <summary>How a count ended.</summary>
public enum Outcome
{
    [JsonStringEnumMemberName("PASSED")] Passed,
    [JsonStringEnumMemberName("FAILED_QUORUM")] FailedQuorum,
    [JsonStringEnumMemberName("FAILED_APPROVAL")] FailedApproval,

    /// <summary>The silence rule found no majority to follow (VOTE-26): people decide what happens next.</summary>
    [JsonStringEnumMemberName("MANUAL_REVIEW")] ManualReview,

    /// <summary>Unanimity reached (VOTE-04).</summary>
    [JsonStringEnumMemberName("READY")] Ready,

    /// <summary>Unanimity not reached yet.</summary>
    [JsonStringEnumMemberName("BLOCKED")] Blocked,
}

/// <summary>Both measures of a group of owners: area in 0.01 m², and heads.</summary>
public readonly record struct TallyFigure(long Area, int Heads)
{
    public static TallyFigure operator +(TallyFigure a, TallyFigure b) => new(a.Area + b.Area, a.Heads + b.Heads);

    /// <summary>True only when larger by area and by heads.</summary>
    public bool Exceeds(TallyFigure other) => Area > other.Area && Heads > other.Heads;
}

/// <summary>The owners of a roll, sorted by what they said. Each is in one group only, or did not answer.</summary>
public sealed record TallyCount
{
    /// <summary>Everyone on the roll.</summary>
    public required TallyFigure Total { get; init; }
    public required TallyFigure For { get; init; }
    public required TallyFigure Against { get; init; }
    public required TallyFigure Abstain { get; init; }

    /// <summary>Only invalid papers; does not participate (VOTE-24).</summary>
    public required TallyFigure Invalid { get; init; }

    /// <summary>Papers that contradict each other; does not participate (VOTE-13).</summary>
    public required TallyFigure Conflict { get; init; }

    /// <summary>Counted with the majority because of the silence rule; contained in that choice (VOTE-25).</summary>
    public TallyFigure Silent { get; init; }

    /// <summary>An abstention takes part and is no approval (VOTE-23).</summary>
    public TallyFigure Participating => For + Against + Abstain;
}

/// <summary>The count and what the law makes of it.</summary>
public sealed record TallyResult(Matter Matter, Outcome Outcome, bool QuorumMet, TallyCount Count)
{
    /// <summary>The same count without the silence rule, when that was used: both are printed (VOTE-25).</summary>
    public TallyResult? Strict { get; init; }

    public bool UsesSilenceRule => Strict is not null;
}
