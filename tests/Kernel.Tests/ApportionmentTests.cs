namespace CivicPlatform.Kernel.Tests;

public sealed class ApportionmentTests
{
    [Fact, Trait("rule", "FUND-17")]
    public void f_10_a_tie_goes_to_the_lowest_room() =>
        Assert.Equal(["3333.33", "3333.34", "3333.33"], Split("10000.00", ("1-2-102", "1"), ("1-2-101", "1"),
            ("1-10-1", "1")));

    [Fact, Trait("rule", "FUND-17")]
    public void f_12_seven_equal_shares_of_a_hundred_lose_no_fen() =>
        Assert.Equal(["14.29", "14.29", "14.29", "14.29", "14.28", "14.28", "14.28"],
            Split("100.00", [.. Enumerable.Range(1, 7).Select(i => ($"1-{i}", "1"))]));

    [Fact, Trait("rule", "FUND-17")]
    public void f_14_one_fen_goes_to_one_of_two() =>
        Assert.Equal(["0.01", "0.00"], Split("0.01", ("101", "50"), ("102", "50")));

    [Fact, Trait("rule", "FUND-17")]
    public void the_largest_remainder_comes_before_the_lowest_key() =>
        Assert.Equal(["33.33", "66.67"], Split("100.00", ("101", "1"), ("102", "2")));

    [Fact, Trait("rule", "FUND-17")]
    public void ties_count_digits_as_numbers_segment_by_segment() =>
        Assert.Equal(["0.00", "0.01", "0.01"], Split("0.02", ("10-1-101", "1"), ("2-1-1001", "1"), ("2-1-901", "1")));

    [Fact, Trait("rule", "FUND-17")]
    public void a_weight_of_zero_bears_nothing() =>
        Assert.Equal(["0.00", "0.05"], Split("0.05", ("101", "0"), ("102", "0.000001")));

    [Fact, Trait("rule", "FUND-17")]
    public void a_total_of_zero_is_shared_as_zeros() =>
        Assert.Equal(["0.00", "0.00"], Split("0.00", ("101", "1"), ("102", "1")));

    [Fact, Trait("rule", "FUND-17")]
    public void shares_add_up_and_none_is_a_fen_off_whatever_the_weights()
    {
        var random = new Random(17); // Fixed seed: a failure must come back.
        for (var round = 0; round < 500; round++)
        {
            var total = new Money(random.NextInt64(0, Money.Max.Fen));
            Bearer[] bearers = [.. Enumerable.Range(0, random.Next(1, 200))
                .Select(i => new Bearer($"{i}", new Weight(random.NextInt64(0,
                    i % 5 == 0 ? 10 : long.MaxValue / 10))))];
            if (bearers.All(b => b.Weight.Millionths == 0)) continue;

            var shares = Apportionment.Split(total, bearers).Value;

            var sum = bearers.Aggregate(Int128.Zero, (all, b) => all + b.Weight.Millionths);
            Assert.Equal(total.Fen, shares.Sum(share => share.Fen));
            for (var i = 0; i < bearers.Length; i++)
            {
                var error = shares[i].Fen * sum - total.Fen * (Int128)bearers[i].Weight.Millionths;
                Assert.InRange(error, -sum + 1, sum - 1);
            }
        }
    }

    [Fact, Trait("rule", "FUND-17")]
    public void refuses_a_negative_total_a_key_twice_and_no_weight_at_all()
    {
        Assert.Equal("apportionment.negative_total", Refusal("-0.01", ("101", "1")));
        Assert.Equal("apportionment.duplicate_key", Refusal("1.00", ("101", "1"), ("101", "2")));
        Assert.Equal("apportionment.no_weight", Refusal("1.00", ("101", "0")));
        Assert.Equal("apportionment.no_weight", Refusal("0.00"));
    }

    [Theory]
    [InlineData("0", true)]
    [InlineData("89.320001", true)]
    [InlineData("999999999999.999999", true)]
    [InlineData("0.0000001", false)]
    [InlineData("-1", false)]
    [InlineData("-0", false)]
    [InlineData("1000000000000", false)]
    [InlineData("10000000000000", false)]
    [InlineData("NaN", false)]
    [InlineData("１", false)]
    public void weights_are_zero_or_more_with_at_most_six_decimals(string text, bool taken) =>
        Assert.Equal(taken, Weight.TryParse(text, out _));

    private static string[] Split(string total, params (string Key, string Weight)[] bearers) =>
        [.. Apportionment.Split(Parse(total), Bearers(bearers)).Value.Select(share => share.ToString())];

    private static string? Refusal(string total, params (string Key, string Weight)[] bearers) =>
        Apportionment.Split(Parse(total), Bearers(bearers)).Error?.Code;

    private static Bearer[] Bearers((string Key, string Weight)[] bearers) =>
        [.. bearers.Select(b => new Bearer(b.Key, Weight.TryParse(b.Weight,
            out var w) ? w : throw new FormatException()))];

    private static Money Parse(string text) =>
        Money.TryParse(text, out var money) ? money : throw new FormatException();
}
