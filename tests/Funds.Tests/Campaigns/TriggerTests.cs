using CivicPlatform.Funds.Campaigns;
using CivicPlatform.Kernel;

namespace CivicPlatform.Funds.Tests.Campaigns;

public sealed class TriggerTests
{
    [Theory, Trait("rule", "RAISE-03")]
    [InlineData(143_619_30, false)] // 89 payments of building 4
    [InlineData(145_232_99, false)]
    [InlineData(145_233_00, true)] // the 90th: exactly half
    [InlineData(145_233_01, true)]
    public void is_reached_at_exactly_half_of_the_receivable(long collected, bool reached)
    {
        var totals = new BuildingTotals(new Money(290_466_00), new Money(collected), 180, 0);
        Assert.Equal(reached, Trigger.Reached(TriggerRule.AMOUNT, totals));
    }

    [Fact, Trait("rule", "RAISE-03")]
    public void counts_households_when_the_resolution_says_so()
    {
        var totals = new BuildingTotals(new Money(290_466_00), new Money(1), 181, 90);
        Assert.False(Trigger.Reached(TriggerRule.HOUSEHOLD_COUNT, totals));
        Assert.True(Trigger.Reached(TriggerRule.HOUSEHOLD_COUNT, totals with { HouseholdsPaid = 91 }));
    }

    [Fact]
    public void is_never_reached_where_nothing_is_receivable() => Assert.False(Trigger.Reached(0, 0));

    [Fact, Trait("rule", "002-16")]
    public void closing_needs_the_bank_to_hold_what_the_books_say()
    {
        var closing = new ClosingEquation(new Money(1_518_231_02), new Money(900_000_00), new Money(420_000_00));
        Assert.Equal(new Money(198_231_02), closing.ExpectedBalance);
        Assert.Equal(new Money(-1), closing.Difference(new Money(198_231_01)));
    }
}
