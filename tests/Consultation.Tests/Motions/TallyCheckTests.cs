using CivicPlatform.Consultation.Motions;

namespace CivicPlatform.Consultation.Tests.Motions;

public sealed class TallyCheckTests
{
    private static readonly TallyInput Sound = new(Matter.M5, RuleSet.Cc278, Rolls.Of(2), [new("u0", Choice.For)]);

    [Fact]
    public void finds_nothing_in_a_sound_input() => Assert.Empty(TallyCheck.FaultsOf(Sound));

    [Fact]
    public void names_the_place_of_every_contradiction()
    {
        IReadOnlyList<TallyUnit> roll =
        [
            .. Rolls.Of(1),
            new("u0", 100, ["B"], SaleStatus.Sold),
            new("u1", 0, ["C"], SaleStatus.Sold),
            new("u2", 100, [], SaleStatus.Sold),
        ];
        var input = Sound with
        {
            Units = roll,
            Ballots = [new("nowhere", Choice.For)],
            DeliveredUnits = ["u1", "u1", "elsewhere"],
        };

        Assert.Equal(
            [
                new TallyFault("duplicate", "units[1].unit"),
                new TallyFault("area_not_positive", "units[2].area"),
                new TallyFault("owners_missing", "units[3].owners"),
                new TallyFault("unknown_unit", "ballots[0].unit"),
                new TallyFault("duplicate", "silenceRule.deliveredUnits[1]"),
                new TallyFault("unknown_unit", "silenceRule.deliveredUnits[2]"),
            ],
            TallyCheck.FaultsOf(input));
        Assert.Throws<ArgumentException>(() => Tally.Count(input));
    }

    [Fact]
    public void refuses_an_empty_roll() =>
        Assert.Equal([new("empty", "units")], TallyCheck.FaultsOf(Sound with { Units = [], Ballots = [] }));

    [Fact, Trait("rule", "VOTE-25")]
    public void refuses_the_silence_rule_where_every_owner_must_agree() => Assert.Equal(
        [new("unanimous", "silenceRule")],
        TallyCheck.FaultsOf(Sound with { Matter = Matter.Unanimous, DeliveredUnits = [] }));
}
