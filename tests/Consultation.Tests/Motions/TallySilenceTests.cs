using CivicPlatform.Consultation.Motions;

namespace CivicPlatform.Consultation.Tests.Motions;

/// <summary>"Silence follows the majority" (从众条款), VOTE-25 and VOTE-26.</summary>
public sealed class TallySilenceTests
{
    [Fact, Trait("rule", "VOTE-25")]
    public void adds_the_silent_to_the_winning_choice_and_prints_both_counts()
    {
        var result = Count(Rolls.Of(12), "4F 2A", delivered: 10);

        Assert.Equal((Outcome.Passed, true), (result.Outcome, result.UsesSilenceRule));
        Assert.Equal(new TallyFigure(400_00, 4), result.Count.Silent);
        Assert.Equal(new TallyFigure(800_00, 8), result.Count.For);
        Assert.Equal(new TallyFigure(1000_00, 10), result.Count.Participating);
        Assert.Equal(Outcome.FailedQuorum, result.Strict!.Outcome);
        Assert.Equal(new TallyFigure(600_00, 6), result.Strict.Count.Participating);
        Assert.Equal(default, result.Strict.Count.Silent);
    }

    [Fact, Trait("rule", "VOTE-25")]
    public void follows_a_majority_against_too()
    {
        var result = Count(Rolls.Of(12), "2F 4A", delivered: 12);

        Assert.Equal(Outcome.FailedApproval, result.Outcome);
        Assert.Equal(new TallyFigure(1000_00, 10), result.Count.Against);
    }

    [Fact, Trait("rule", "VOTE-25")]
    public void follows_a_majority_of_abstentions_too()
    {
        var result = Count(Rolls.Of(12), "1F 2A 3-", delivered: 12);

        Assert.Equal(Outcome.FailedApproval, result.Outcome);
        Assert.Equal(new TallyFigure(900_00, 9), result.Count.Abstain);
    }

    [Theory, Trait("rule", "VOTE-26")]
    [InlineData("1F 3A", "area says For, heads say Against")]
    [InlineData("1F 2. 1A 1-", "heads are a tie")]
    [InlineData("", "nobody answered")]
    public void goes_to_review_when_area_and_heads_name_no_common_majority(string papers, string why)
    {
        IReadOnlyList<TallyUnit> roll = [.. Rolls.Of(1, 900), .. Rolls.Of(5, 100, from: 1)];
        var result = Count(roll, papers, delivered: 6);

        Assert.True(result.Outcome is Outcome.ManualReview, why);
        Assert.False(result.UsesSilenceRule);
        Assert.Equal(default, result.Count.Silent);
        Assert.Equal(Tally.Count(Input(roll, papers)).Count, result.Count);
    }

    [Fact, Trait("rule", "VOTE-25")]
    public void takes_only_delivered_owners_without_any_paper_as_silent()
    {
        // Unit 0 conflicts, unit 1 is invalid, unit 2 votes; units 3 and 4 are one owner, delivered at 4 only.
        var roll = Rolls.Of(6).OwnedBy("A", 3, 4);
        IReadOnlyList<TallyBallot> papers =
            [new("u0", Choice.For), new("u0", Choice.Against), new("u1", Choice.Invalid), new("u2", Choice.For)];
        var input = new TallyInput(Matter.M5, RuleSet.Cc278, roll, papers)
        {
            DeliveredUnits = ["u0", "u1", "u2", "u4"],
        };

        var count = Tally.Count(input).Count;

        Assert.Equal(new TallyFigure(200_00, 1), count.Silent);
        Assert.Equal(new TallyFigure(300_00, 2), count.For);
    }

    private static TallyResult Count(IReadOnlyList<TallyUnit> roll, string papers, int delivered) =>
        Tally.Count(Input(roll, papers) with { DeliveredUnits = [.. roll.Take(delivered).Select(u => u.Unit)] });

    private static TallyInput Input(IReadOnlyList<TallyUnit> roll, string papers) =>
        new(Matter.M5, RuleSet.Cc278, roll, Rolls.Papers(roll, papers));
}
