namespace CivicPlatform.Kernel.Tests;

public sealed class MoneyTests
{
    [Theory, Trait("rule", "NUM-02")]
    [InlineData("1613.70", 161370)]
    [InlineData("0.01", 1)]
    [InlineData("0.1", 10)]
    [InlineData("-5", -500)]
    [InlineData("999999999.99", 99_999_999_999)]
    public void reads_a_plain_decimal_into_whole_fen(string text, long fen)
    {
        Assert.True(Money.TryParse(text, out var money));
        Assert.Equal(fen, money.Fen);
    }

    [Theory, Trait("rule", "NUM-02")]
    [InlineData("1.005")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("12345678901234567890123456789012")]
    [InlineData("1000000000.00")]
    [InlineData("１６１３.７０")]
    [InlineData("٣")]
    [InlineData("1e3")]
    [InlineData("1,613.70")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("--1")]
    [InlineData("-")]
    [InlineData("1\u0000")]
    [InlineData("")]
    [InlineData(null)]
    public void refuses_anything_else(string? text) => Assert.False(Money.TryParse(text, out _));

    [Fact, Trait("rule", "NUM-02")]
    public void prints_two_decimals_and_comes_back_from_the_database_exactly()
    {
        Assert.Equal("1613.70", Money.FromYuan(1613.7m).ToString());
        Assert.Throws<ArgumentException>(() => Money.FromYuan(0.001m));
    }

    [Fact, Trait("rule", "NUM-02")]
    public void throws_instead_of_wrapping_round_when_a_sum_overflows() =>
        Assert.Throws<OverflowException>(() => new Money(long.MaxValue) + new Money(1));
}
