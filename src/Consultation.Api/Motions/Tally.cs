namespace CivicPlatform.Consultation.Motions;

/// <summary>Counts the owners' votes (业主共同决定): Civil Code 278, VOTE-00 to VOTE-26.</summary>
/// <remarks>
/// Pure integer arithmetic that depends on nothing but its own Tally*.cs files, so that anybody can compile them
/// alone and check a published count.
/// </remarks>
public static class Tally
{
    /// <summary>Counts by area and by heads and says what the law makes of it.</summary>
    /// <exception cref="ArgumentException">The input contradicts itself (<see cref="TallyCheck"/>).</exception>
    public static TallyResult Count(TallyInput input)
    {
        if (TallyCheck.FaultsOf(input).Any())
            throw new ArgumentException("The roll and its ballots contradict themselves.", nameof(input));

        var owners = TallyOwner.AllOf(input);
        var cast = SortByVote(owners);
        if (input.Matter is Matter.Unanimous) return DecideUnanimity(cast);

        var strict = Decide(input, cast);
        return input.DeliveredUnits is null ? strict : FollowMajority(input, owners, strict);
    }

    private static TallyCount SortByVote(IReadOnlyList<TallyOwner> owners) => new()
    {
        Total = Sum(owners),
        For = Sum(owners.Where(owner => owner.Vote is Vote.For)),
        Against = Sum(owners.Where(owner => owner.Vote is Vote.Against)),
        Abstain = Sum(owners.Where(owner => owner.Vote is Vote.Abstain)),
        Invalid = Sum(owners.Where(owner => owner.Vote is Vote.Invalid)),
        Conflict = Sum(owners.Where(owner => owner.Vote is Vote.Conflict)),
    };

    /// <summary>VOTE-01 and VOTE-02: enough owners took part, and enough of them agree.</summary>
    private static TallyResult Decide(TallyInput input, TallyCount count)
    {
        var threshold = TallyThreshold.Of(input.Matter, input.RuleSet);
        var quorumMet = threshold.QuorumIsMetBy(count);
        var outcome = (quorumMet, threshold.ApprovalIsMetBy(count)) switch
        {
            (false, _) => Outcome.FailedQuorum,
            (true, false) => Outcome.FailedApproval,
            (true, true) => Outcome.Passed,
        };
        return new TallyResult(input.Matter, outcome, quorumMet, count);
    }

    /// <summary>VOTE-04: one owner who has not agreed is enough to block.</summary>
    private static TallyResult DecideUnanimity(TallyCount count)
    {
        var ready = count.For == count.Total;
        return new TallyResult(Matter.Unanimous, ready ? Outcome.Ready : Outcome.Blocked, ready, count);
    }

    /// <summary>
    /// VOTE-25: who was reached and did not answer follows the majority of those who did. VOTE-26: when area and
    /// heads do not agree on one majority, nothing is followed and people decide.
    /// </summary>
    private static TallyResult FollowMajority(TallyInput input, IReadOnlyList<TallyOwner> owners, TallyResult strict)
    {
        var silent = Sum(owners.Where(owner => owner.Delivered && owner.Vote is Vote.NoPaper));
        var cast = strict.Count with { Silent = silent };
        var followed =
            Leads(cast.For, cast.Against, cast.Abstain) ? cast with { For = cast.For + silent } :
            Leads(cast.Against, cast.For, cast.Abstain) ? cast with { Against = cast.Against + silent } :
            Leads(cast.Abstain, cast.For, cast.Against) ? cast with { Abstain = cast.Abstain + silent } :
            null;

        return followed is null
            ? strict with { Outcome = Outcome.ManualReview }
            : Decide(input, followed) with { Strict = strict };
    }

    /// <summary>The strictly largest by area and by heads.</summary>
    private static bool Leads(TallyFigure choice, TallyFigure second, TallyFigure third) =>
        choice.Exceeds(second) && choice.Exceeds(third);

    private static TallyFigure Sum(IEnumerable<TallyOwner> owners) =>
        owners.Aggregate(default(TallyFigure), (sum, owner) => sum + new TallyFigure(owner.Area, Heads: 1));
}
