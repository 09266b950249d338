namespace CivicPlatform.Consultation.Motions;

/// <summary>A count as answers show it: every figure by area and by heads.</summary>
public sealed record TallyView
{
    /// <summary>PASSED, FAILED_QUORUM, FAILED_APPROVAL, MANUAL_REVIEW; READY or BLOCKED for UNANIMOUS.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>The matter whose thresholds were applied.</summary>
    public required Matter Rule { get; init; }

    /// <summary>Everyone on the roll.</summary>
    public required Figure Total { get; init; }

    /// <summary>For, against and abstain together.</summary>
    public required Figure Participating { get; init; }
    public required Figure For { get; init; }
    public required Figure Against { get; init; }
    public required Figure Abstain { get; init; }

    /// <summary>Only invalid papers; not participating.</summary>
    public required Figure Invalid { get; init; }

    /// <summary>Papers that contradict each other; not participating (VOTE-13).</summary>
    public required Figure Conflict { get; init; }

    /// <summary>Followed the majority by the silence rule; contained in that choice.</summary>
    public required Figure Silent { get; init; }
    public required bool QuorumMet { get; init; }
    public required bool UsesSilenceRule { get; init; }

    /// <summary>The same without the silence rule, when that was used.</summary>
    public TallyView? Strict { get; init; }

    /// <summary>m² with two decimals, and heads.</summary>
    public sealed record Figure(Area Area, int Heads)
    {
        public static implicit operator Figure(TallyFigure figure) => new(new Area(figure.Area), figure.Heads);
    }

    public static TallyView Of(TallyResult result) => new()
    {
        Outcome = result.Outcome,
        Rule = result.Matter,
        Total = result.Count.Total,
        Participating = result.Count.Participating,
        For = result.Count.For,
        Against = result.Count.Against,
        Abstain = result.Count.Abstain,
        Invalid = result.Count.Invalid,
        Conflict = result.Count.Conflict,
        Silent = result.Count.Silent,
        QuorumMet = result.QuorumMet,
        UsesSilenceRule = result.UsesSilenceRule,
        Strict = result.Strict is { } strict ? Of(strict) : null,
    };
}
