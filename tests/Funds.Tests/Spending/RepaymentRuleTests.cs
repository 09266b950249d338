using CivicPlatform.Funds.Spending;
using CivicPlatform.Kernel;

namespace CivicPlatform.Funds.Tests.Spending;

public sealed class RepaymentRuleTests
{
    private static readonly Money s_advance = new(70_000_00);

    [Theory, Trait("rule", "RAISE-06")]
    [InlineData(145_233_00, 75_233_00, true)] // exactly 70,000.00 left
    [InlineData(145_233_00, 75_233_01, false)]
    [InlineData(70_000_00, 0, true)]
    public void a_building_repays_only_what_is_left_after_reserved_instalments(
        long collected, long reserved, bool allowed)
    {
        var funds = new BuildingFunds(new Money(collected), Money.Zero, Money.Zero, new Money(reserved));
        var refused = RepaymentRule.Check(s_advance, s_advance, funds).Error;
        Assert.Equal(allowed ? null : "spending.beyond_available", refused?.Code);
    }

    [Fact, Trait("rule", "RAISE-06")]
    public void never_more_than_what_is_outstanding()
    {
        var funds = new BuildingFunds(new Money(900_000_00), Money.Zero, Money.Zero, Money.Zero);
        Assert.Equal("spending.beyond_outstanding",
            RepaymentRule.Check(s_advance + new Money(1), s_advance, funds).Error?.Code);
    }

    [Fact, Trait("rule", "RAISE-06")]
    public void the_oldest_advance_is_repaid_first() =>
        Assert.Equal([new Money(50), new Money(20), Money.Zero],
            RepaymentRule.OldestFirst(new Money(70), [new Money(50), new Money(30), new Money(10)]));
}
