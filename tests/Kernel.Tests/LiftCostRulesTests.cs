namespace CivicPlatform.Kernel.Tests;

/// <summary>Subsidy and compensation of a new lift, as each place's profile says (RAISE-21, RAISE-25).</summary>
public sealed class LiftCostRulesTests
{
    [Theory, Trait("rule", "RAISE-21"), Trait("story", "003-9")]
    [InlineData(600_000_00, 240_000_00)]
    [InlineData(700_000_00, 280_000_00)]
    [InlineData(700_000_01, 280_000_00)]
    [InlineData(699_999_99, 279_999_99)]
    [InlineData(2_000_000_00, 280_000_00)]
    [InlineData(0, 0)]
    public void shanghai_gives_forty_percent_of_the_works_and_at_most_280_000(long works, long subsidy) =>
        Assert.Equal(new Money(subsidy), Rules("SH").SubsidyOf(new Money(works)));

    [Theory, Trait("rule", "RAISE-25")]
    [InlineData("ZHUHAI", 210_000_00, false)]
    [InlineData("ZHUHAI", 210_000_01, true)]
    [InlineData("CN-DEFAULT", 700_000_00, false)]
    public void zhuhai_takes_at_most_thirty_percent_for_compensation(string place, long compensation, bool tooMuch) =>
        Assert.Equal(tooMuch, Rules(place).IsTooMuch(new Money(compensation), new Money(700_000_00)));

    [Fact, Trait("rule", "RAISE-21")]
    public void a_place_without_a_known_rule_says_nothing() =>
        Assert.Null(Rules("CN-DEFAULT").SubsidyOf(new Money(700_000_00)));

    private static LiftCostRules Rules(string profile) => PolicyProfiles.Find(profile)!.LiftCost;
}
