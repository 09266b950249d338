namespace CivicPlatform.Kernel.Tests;

public sealed class AreaTests
{
    [Fact, Trait("rule", "NUM-01")]
    public void keeps_hundredths_of_a_square_metre()
    {
        Assert.True(Area.TryParsePositive("102.15", out var area));
        Assert.Equal((10_215, "102.15"), (area.Hundredths, area.ToString()));
    }

    [Theory, Trait("rule", "NUM-01")]
    [InlineData("0")]
    [InlineData("0.00")]
    [InlineData("-1")]
    [InlineData("89.321")]
    [InlineData("NaN")]
    [InlineData("89,32")]
    [InlineData("８９.３２")]
    [InlineData("10000000.01")]
    [InlineData("12345678901234567890123456789012")]
    [InlineData("")]
    [InlineData(null)]
    public void refuses_what_is_no_positive_area_of_two_decimals(string? text) =>
        Assert.False(Area.TryParsePositive(text, out _));

    [Theory, Trait("rule", "NUM-03")]
    [InlineData(954, 1080, "88.3")]
    [InlineData(1, 2000, "0.1")]
    [InlineData(1, 2001, "0.0")]
    [InlineData(25, 1000, "2.5")]
    [InlineData(125, 10000, "1.3")]
    [InlineData(-125, 10000, "-1.3")]
    [InlineData(0, 0, "0.0")]
    public void percentages_show_one_decimal_half_away_from_zero(long part, long whole, string shown) =>
        Assert.Equal(shown, Percentage.Show(part, whole));
}
