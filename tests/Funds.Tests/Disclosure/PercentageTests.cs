using CivicPlatform.Funds.Disclosure;

namespace CivicPlatform.Funds.Tests.Disclosure;

public sealed class PercentageTests
{
    [Theory, Trait("rule", "NUM-03")]
    [InlineData(954, 1080, "88.3")]
    [InlineData(89, 180, "49.4")]
    [InlineData(90, 180, "50.0")]
    [InlineData(1, 2000, "0.1")] // 0.05 % is a half: away from zero
    [InlineData(2000, 2000, "100.0")]
    [InlineData(0, 0, "0.0")]
    [InlineData(-1, 2000, "-0.1")]
    public void has_one_decimal_half_away_from_zero(long part, long whole, string shown) =>
        Assert.Equal(shown, Percentage.Of(part, whole));
}
