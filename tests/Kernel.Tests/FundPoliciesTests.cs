namespace CivicPlatform.Kernel.Tests;

public sealed class FundPoliciesTests
{
    private static readonly RenewalPolicy s_shanghai = PolicyProfiles.Find("SH")!.Renewal;

    [Theory, Trait("vector", "F-01")]
    [InlineData(1_800_00, false)]
    [InlineData(1_799_99, true)]
    public void exactly_thirty_percent_is_not_below(long balance, bool due) =>
        Assert.Equal(due, s_shanghai.IsDue(new Money(balance), new Money(6_000_00)));

    [Fact, Trait("vector", "F-01")]
    public void the_fallback_lifts_to_half_of_the_initial_deposit_and_not_beyond()
    {
        Assert.Equal(new Money(1_200_01), s_shanghai.FallbackAmount(new Money(1_799_99), new Money(6_000_00)));
        Assert.Equal(new Money(50), s_shanghai.FallbackAmount(Money.Zero, new Money(101))); // Half a fen is not due.
        Assert.Null(PolicyProfiles.Find("CN-DEFAULT")!.Renewal.FallbackAmount(Money.Zero, new Money(6_000_00)));
    }

    [Theory, Trait("rule", "FUND-09")]
    [InlineData("SH", 500, 1_000, false)] // More than half.
    [InlineData("SH", 501, 1_000, true)]
    [InlineData("BJ", 499, 1_000, false)]
    [InlineData("BJ", 500, 1_000, true)] // Half is enough.
    public void the_share_of_common_income_includes_its_bound_where_the_place_says_so(
        string profile, long amount, long income, bool allowed) => Assert.Equal(allowed,
        PolicyProfiles.Find(profile)!.CommonIncome!.Allows(
            new Money(amount), new Money(income), new Money(2_999), new Money(10_000)));

    [Fact, Trait("rule", "FUND-09")]
    public void beijing_asks_for_it_only_while_the_fund_is_low() => Assert.True(
        PolicyProfiles.Find("BJ")!.CommonIncome!.Allows(
            new Money(1), new Money(1_000), new Money(3_000), new Money(10_000)));
}
