using CivicPlatform.Consultation.Motions;

namespace CivicPlatform.Consultation.Tests.Motions;

public sealed class TallyTests
{
    public static IEnumerable<TheoryDataRow<TallyVector>> Vectors() =>
        TallyVectors.All().Select(v => new TheoryDataRow<TallyVector>(v) { TestDisplayName = v.Id });

    [Theory, MemberData(nameof(Vectors), DisableDiscoveryEnumeration = true)]
    [Trait("rule", "VOTE-01"), Trait("rule", "VOTE-02"), Trait("rule", "VOTE-12")]
    public void counts_every_vector_of_the_domain_text(TallyVector vector)
    {
        var result = Tally.Count(vector.Input);

        Assert.Equal(vector.Outcome, result.Outcome);
        Assert.Equal(vector.Strict, result.Strict?.Outcome);
        AssertFigure(vector.Total, result.Count.Total);
        AssertFigure(vector.Participating, result.Count.Participating);
        AssertFigure(vector.For, result.Count.For);
        AssertFigure(vector.Conflict, result.Count.Conflict);
    }

    [Theory, Trait("rule", "VOTE-02")]
    [InlineData(Matter.M1, false)]
    [InlineData(Matter.M2, false)]
    [InlineData(Matter.M3, false)]
    [InlineData(Matter.M4, false)]
    [InlineData(Matter.M5, false)]
    [InlineData(Matter.M6, true)]
    [InlineData(Matter.M7, true)]
    [InlineData(Matter.M8, true)]
    [InlineData(Matter.M9, false)]
    public void needs_three_quarters_only_to_raise_money_rebuild_or_change_use(Matter matter, bool special)
    {
        Assert.Equal(special ? Outcome.FailedApproval : Outcome.Passed, Count(matter, Rolls.Of(8), "5F 3A").Outcome);
        Assert.Equal(Outcome.Passed, Count(matter, Rolls.Of(8), "6F 2A").Outcome);
        Assert.Equal(Outcome.FailedApproval, Count(matter, Rolls.Of(8), "4F 4A").Outcome);
    }

    [Theory, Trait("rule", "VOTE-03")]
    [InlineData(Matter.M5, "6F", Outcome.FailedQuorum)] // Exactly one half took part: more than half is needed.
    [InlineData(Matter.M5, "7F", Outcome.FailedApproval)]
    [InlineData(Matter.M5, "8F", Outcome.Passed)] // Exactly 2/3 of all.
    [InlineData(Matter.M8, "6F 1A", Outcome.FailedApproval)] // Exactly one half of all.
    [InlineData(Matter.M8, "7F", Outcome.Passed)]
    public void measures_old_records_against_all_owners(Matter matter, string papers, Outcome expected)
    {
        var roll = Rolls.Of(12);
        var input = new TallyInput(matter, RuleSet.Pre2021, roll, Rolls.Papers(roll, papers));

        Assert.Equal(expected, Tally.Count(input).Outcome);
    }

    [Fact, Trait("rule", "VOTE-01")]
    public void asks_for_both_measures_at_every_bar()
    {
        // Two thirds and three quarters by area alone, then by heads alone.
        var bigFour = Rolls.Of(4, 300).Concat(Rolls.Of(8, 10, from: 4)).ToList();
        Assert.Equal(Outcome.FailedQuorum, Count(Matter.M5, bigFour, "4F").Outcome);
        Assert.Equal(Outcome.FailedApproval, Count(Matter.M5, bigFour, "4F 8A").Outcome);
        Assert.Equal(Outcome.FailedApproval, Count(Matter.M5, bigFour, "4A 8F").Outcome);
    }

    [Fact, Trait("rule", "VOTE-14")]
    public void takes_the_exact_set_of_holders_as_one_owner()
    {
        IReadOnlyList<TallyUnit> roll =
        [
            new("1", 100, ["A"], SaleStatus.Sold),
            new("2", 200, ["A", "B"], SaleStatus.Sold),
            new("3", 400, ["B", "A", "B"], SaleStatus.Sold),
            new("4", 800, ["AB"], SaleStatus.Sold),
        ];
        var count = Tally.Count(new(Matter.M5, RuleSet.Cc278, roll, [new("3", Choice.For)])).Count;

        Assert.Equal(new TallyFigure(1500, 3), count.Total);
        Assert.Equal(new TallyFigure(600, 1), count.For);
    }

    [Fact, Trait("rule", "VOTE-11"), Trait("rule", "VOTE-16")]
    public void merges_everything_unsold_or_not_handed_over_into_one_developer()
    {
        IReadOnlyList<TallyUnit> roll =
        [
            new("1", 100, [], SaleStatus.Unsold),
            new("2", 200, ["buyer"], SaleStatus.SoldNotDelivered),
            new("3", 400, ["developer"], SaleStatus.Unsold),
            new("4", 800, ["developer"], SaleStatus.Sold),
        ];
        var count = Tally.Count(new(Matter.M5, RuleSet.Cc278, roll, [new("2", Choice.Against)])).Count;

        Assert.Equal(new TallyFigure(1500, 2), count.Total);
        Assert.Equal(new TallyFigure(700, 1), count.Against);
    }

    [Theory, Trait("rule", "VOTE-13"), Trait("rule", "VOTE-24")]
    [InlineData("FF", Vote.For)]
    [InlineData("FA", Vote.Conflict)]
    [InlineData("F-", Vote.Conflict)]
    [InlineData("-A", Vote.Conflict)]
    [InlineData("FX", Vote.For)]
    [InlineData("X-X", Vote.Abstain)]
    [InlineData("XX", Vote.Invalid)]
    [InlineData("FXA", Vote.Conflict)]
    [InlineData("", Vote.NoPaper)]
    public void makes_one_word_of_all_papers_of_an_owner(string papers, Vote expected) =>
        Assert.Equal(expected, TallyOwner.Consolidate(papers.Select(ChoiceOf)));

    [Fact, Trait("rule", "VOTE-13")]
    public void sees_a_conflict_between_different_units_of_one_owner()
    {
        var count = Count(Matter.M5, Rolls.Of(4).OwnedBy("A", 0, 1), "1F 1A 1F 1X").Count;

        Assert.Equal(new TallyFigure(200_00, 1), count.Conflict);
        Assert.Equal(new TallyFigure(100_00, 1), count.Invalid);
        Assert.Equal(new TallyFigure(100_00, 1), count.Participating);
    }

    private static TallyResult Count(Matter matter, IReadOnlyList<TallyUnit> roll, string papers) =>
        Tally.Count(new(matter, RuleSet.Cc278, roll, Rolls.Papers(roll, papers)));

    private static Choice ChoiceOf(char letter) => letter switch
    {
        'F' => Choice.For,
        'A' => Choice.Against,
        '-' => Choice.Abstain,
        _ => Choice.Invalid,
    };

    private static void AssertFigure((long Area, int Heads)? expected, TallyFigure actual)
    {
        if (expected is { } figure) Assert.Equal(new TallyFigure(figure.Area * 100, figure.Heads), actual);
    }
}
