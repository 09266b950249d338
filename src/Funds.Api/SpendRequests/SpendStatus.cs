namespace CivicPlatform.Funds.SpendRequests;

#pragma warning disable CA1707 // The published code is the name.
/// <summary>Where a spend request (使用申请) stands on its way (domain 2.4).</summary>
public enum SpendStatus
{
    /// <summary>Through the gates; the owners have not been asked (FUND-03).</summary>
    PROPOSED,

    /// <summary>A motion of the owners is named.</summary>
    VOTING,

    /// <summary>The owners did not agree. Ends here.</summary>
    REJECTED_VOTE,

    /// <summary>The decision is known; a station, because an effective decision was posted already.</summary>
    APPROVED_BY_OWNERS,

    /// <summary>Decided and posted (EVT-01).</summary>
    PUBLICISED,

    /// <summary>Declared urgent; waits for who must confirm it (FUND-24).</summary>
    EMERGENCY,

    /// <summary>Confirmed as urgent: it skips the vote and nothing else (FUND-24).</summary>
    EMERGENCY_CONFIRMED,

    /// <summary>The authority took it on file (FUND-19).</summary>
    FILED,

    /// <summary>The authority sent it back; it may be amended and filed again.</summary>
    RETURNED,

    /// <summary>Under contract and under way.</summary>
    WORKS,

    /// <summary>Accepted by the authority; before it nothing is paid (004-15).</summary>
    ACCEPTED,

    /// <summary>Settled: every household's share is final (FUND-21).</summary>
    SETTLED,

    /// <summary>Paid but for the retention money (FUND-23).</summary>
    PAID,

    /// <summary>Paid whole.</summary>
    CLOSED,

    /// <summary>Held by an objection; goes on where it stood once that is settled.</summary>
    OBJECTED,
}

/// <summary>What can happen to a spend request; every time it does is a fact (<see cref="SpendMove"/>).</summary>
public enum SpendStep
{
    PROPOSE,
    START_VOTING,
    REJECT_VOTE,
    APPROVE,
    PUBLICISE,
    DECLARE_EMERGENCY,
    CONFIRM_EMERGENCY,
    POST_EMERGENCY,
    FILE,
    RETURN,
    START_WORKS,
    ACCEPT,
    HOLD,
    RESUME,
    SETTLE,
    PAY,
    PAY_OFF,
    CLOSE,
}
#pragma warning restore CA1707

/// <summary>The state machine of a spend request, as data: what is not in the table does not happen.</summary>
public static class SpendSteps
{
    /// <summary>One allowed move.</summary>
    /// <param name="To">Null: back to where it stood before the objection.</param>
    public sealed record Rule(SpendStep Step, SpendStatus From, SpendStatus? To);

    private static readonly SpendStatus[] s_beforeFiling =
        [SpendStatus.PUBLICISED, SpendStatus.EMERGENCY_CONFIRMED, SpendStatus.RETURNED];

    private static readonly SpendStatus[] s_underWay =
        [.. s_beforeFiling, SpendStatus.FILED, SpendStatus.WORKS, SpendStatus.ACCEPTED, SpendStatus.SETTLED];

    private static readonly SpendStatus[] s_afterConfirmation =
        [SpendStatus.EMERGENCY_CONFIRMED, SpendStatus.RETURNED, SpendStatus.FILED, SpendStatus.WORKS,
            SpendStatus.ACCEPTED, SpendStatus.SETTLED];

    /// <summary>Every move that is allowed.</summary>
    public static IReadOnlyList<Rule> Table { get; } =
    [
        new(SpendStep.START_VOTING, SpendStatus.PROPOSED, SpendStatus.VOTING),
        new(SpendStep.START_VOTING, SpendStatus.VOTING, SpendStatus.VOTING), // A manual review leads to a new motion.
        new(SpendStep.REJECT_VOTE, SpendStatus.VOTING, SpendStatus.REJECTED_VOTE),
        new(SpendStep.APPROVE, SpendStatus.VOTING, SpendStatus.APPROVED_BY_OWNERS),
        new(SpendStep.PUBLICISE, SpendStatus.APPROVED_BY_OWNERS, SpendStatus.PUBLICISED),
        new(SpendStep.DECLARE_EMERGENCY, SpendStatus.PROPOSED, SpendStatus.EMERGENCY),
        new(SpendStep.CONFIRM_EMERGENCY, SpendStatus.EMERGENCY, SpendStatus.EMERGENCY_CONFIRMED),
        .. s_afterConfirmation.Select(status => new Rule(SpendStep.POST_EMERGENCY, status, status)),
        .. s_beforeFiling.Select(status => new Rule(SpendStep.FILE, status, SpendStatus.FILED)),
        .. s_beforeFiling.Select(status => new Rule(SpendStep.RETURN, status, SpendStatus.RETURNED)),
        new(SpendStep.START_WORKS, SpendStatus.FILED, SpendStatus.WORKS),
        new(SpendStep.ACCEPT, SpendStatus.WORKS, SpendStatus.ACCEPTED),
        .. s_underWay.Select(status => new Rule(SpendStep.HOLD, status, SpendStatus.OBJECTED)),
        new(SpendStep.RESUME, SpendStatus.OBJECTED, null),
        new(SpendStep.SETTLE, SpendStatus.ACCEPTED, SpendStatus.SETTLED),
        new(SpendStep.PAY, SpendStatus.SETTLED, SpendStatus.SETTLED),
        new(SpendStep.PAY, SpendStatus.PAID, SpendStatus.PAID),
        new(SpendStep.PAY_OFF, SpendStatus.SETTLED, SpendStatus.PAID),
        new(SpendStep.CLOSE, SpendStatus.PAID, SpendStatus.CLOSED),
    ];

    /// <summary>The rule that allows the step from there, or null.</summary>
    public static Rule? Find(SpendStep step, SpendStatus from) =>
        Table.SingleOrDefault(rule => rule.Step == step && rule.From == from);
}
