using System.Text.Json.Serialization;

namespace CivicPlatform.Consultation.Motions;

/// <summary>A part of a whole, compared by cross-multiplication: never divided, never rounded (NUM-01).</summary>
/// <param name="Numerator">Above the line.</param>
/// <param name="Denominator">Below the line.</param>
/// <param name="BoundCounts">True for "at least" (以上), false for "more than" (过半数): TIME-03.</param>
public readonly record struct Share(int Numerator, int Denominator, bool BoundCounts)
{
    public static readonly Share MoreThanHalf = new(1, 2, BoundCounts: false);
    public static readonly Share TwoThirds = new(2, 3, BoundCounts: true);
    public static readonly Share ThreeQuarters = new(3, 4, BoundCounts: true);

    /// <summary>Reached by area and by heads: one of them is not enough.</summary>
    public bool IsReachedBy(TallyFigure part, TallyFigure whole) =>
        IsReachedBy(part.Area, whole.Area) && IsReachedBy(part.Heads, whole.Heads);

    private bool IsReachedBy(long part, long whole)
    {
        var left = (Int128)part * Denominator;
        var right = (Int128)whole * Numerator;
        return BoundCounts ? left >= right : left > right;
    }
}

/// <summary>Who the approval is measured against.</summary>
public enum ApprovalBase
{
    /// <summary>The owners who took part (VOTE-02).</summary>
    [JsonStringEnumMemberName("PARTICIPATING")] Participating,

    /// <summary>All owners of the scope, as before 2021 (VOTE-03).</summary>
    [JsonStringEnumMemberName("ALL")] All,
}

/// <summary>What a matter needs. Derived from the law, never typed in by staff (VOTE-02).</summary>
/// <param name="Quorum">Share of all owners who must take part (VOTE-01).</param>
/// <param name="Approval">Share of <paramref name="Base"/> that must be in favour.</param>
public sealed record TallyThreshold(Share Quorum, Share Approval, ApprovalBase Base)
{
    /// <summary>The thresholds of Civil Code 278, or of the regulation before it. Unanimity has none.</summary>
    public static TallyThreshold Of(Matter matter, RuleSet ruleSet) => (ruleSet, matter) switch
    {
        (_, Matter.Unanimous) => throw new ArgumentOutOfRangeException(nameof(matter), "Unanimity has no share."),
        (RuleSet.Cc278, Matter.M6 or Matter.M7 or Matter.M8) =>
            new(Share.TwoThirds, Share.ThreeQuarters, ApprovalBase.Participating),
        (RuleSet.Cc278, _) =>
            new(Share.TwoThirds, Share.MoreThanHalf, ApprovalBase.Participating),
        (RuleSet.Pre2021, Matter.M5 or Matter.M6 or Matter.M7) =>
            new(Share.MoreThanHalf, Share.TwoThirds, ApprovalBase.All),
        _ => new(Share.MoreThanHalf, Share.MoreThanHalf, ApprovalBase.All),
    };

    public bool QuorumIsMetBy(TallyCount count) => Quorum.IsReachedBy(count.Participating, count.Total);

    public bool ApprovalIsMetBy(TallyCount count) =>
        Approval.IsReachedBy(count.For, Base is ApprovalBase.All ? count.Total : count.Participating);
}
