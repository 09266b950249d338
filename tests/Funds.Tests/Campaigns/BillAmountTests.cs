using CivicPlatform.Funds.Campaigns;
using CivicPlatform.Kernel;

namespace CivicPlatform.Funds.Tests.Campaigns;

public sealed class BillAmountTests
{
    private static readonly Money s_price = new(17_93);

    [Theory, Trait("rule", "RAISE-02")]
    [InlineData("90.00", "1613.70")]
    [InlineData("89.32", "1601.51")]
    [InlineData("102.15", "1831.55")]
    [InlineData("75.60", "1355.51")]
    [InlineData("58.37", "1046.57")]
    [InlineData("120.55", "2161.46")]
    public void is_area_times_price_rounded_half_away_from_zero(string area, string bill)
    {
        Assert.True(Area.TryParsePositive(area, out var parsed));
        Assert.Equal(bill, BillAmount.Of(parsed, s_price).ToString());
    }

    [Fact, Trait("rule", "RAISE-02")]
    public void rounds_an_exact_half_fen_up()
    {
        Assert.Equal(new Money(1), BillAmount.Of(new Area(50), new Money(1)));
        Assert.Equal(new Money(0), BillAmount.Of(new Area(49), new Money(1)));
    }

    [Fact, Trait("rule", "RAISE-02")]
    public void of_three_flats_adds_up_to_more_than_the_price_of_their_area()
    {
        Assert.Equal("4066.53", new Money(3 * BillAmount.Of(new Area(75_60), s_price).Fen).ToString());
        Assert.Equal("4066.52", BillAmount.Of(new Area(3 * 75_60), s_price).ToString());
    }

    [Fact]
    public void of_the_largest_area_and_price_does_not_overflow() =>
        Assert.Equal(999_999_999_99L * 10_000_000, BillAmount.Of(Area.Max, Money.Max).Fen);
}
