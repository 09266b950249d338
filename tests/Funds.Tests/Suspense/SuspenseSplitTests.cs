using CivicPlatform.Funds.Posting;
using CivicPlatform.Funds.Suspense;
using CivicPlatform.Kernel;

namespace CivicPlatform.Funds.Tests.Suspense;

/// <summary>How lines are spread over parts, and what a suggestion is made of; no database.</summary>
public sealed class SuspenseSplitTests
{
    [Fact, Trait("rule", "FUND-27")]
    public void lines_fill_the_parts_in_order_and_lose_no_fen()
    {
        var pieces = SuspenseSplit.Of([new(100), new(50), new(1)], [new(70), new(81)]).Value;
        Assert.Equal([(0, 0, 70L), (0, 1, 30L), (1, 1, 50L), (2, 1, 1L)],
            pieces.Select(p => (p.Line, p.Part, p.Amount.Fen)));
    }

    [Fact, Trait("rule", "FUND-27")]
    public void money_that_left_is_spread_alike() => Assert.Equal([(0, 0, -70L), (0, 1, -30L)],
        SuspenseSplit.Of([new(-100)], [new(-70), new(-30)]).Value.Select(p => (p.Line, p.Part, p.Amount.Fen)));

    [Theory, Trait("rule", "FUND-27")]
    [InlineData(100, 60, 39, "suspense.parts_are_not_the_whole")]
    [InlineData(100, 60, 41, "suspense.parts_are_not_the_whole")]
    [InlineData(100, 101, -1, "suspense.mixed_signs")]
    [InlineData(100, 100, 0, "suspense.mixed_signs")]
    public void a_part_too_many_or_against_the_money_is_refused(long line, long one, long other, string code) =>
        Assert.Equal(code, SuspenseSplit.Of([new(line)], [new(one), new(other)]).Error?.Code);

    [Fact, Trait("rule", "PRIV-16")]
    public void a_suggestion_says_what_its_points_are_for()
    {
        var score = SuggestionScore.Of("4-1-101 和 4-1-102 共两户，302室，电话13800001111", new Money(161_370));
        var (unit, room) = (new UnitCode("4", "1", "101"), new UnitCode("9", "1", "302"));
        Assert.Equal(100, score.Rate(unit, new Money(161_370)).Points);
        Assert.Equal(["MEMO_NAMES_UNIT"], score.Rate(unit, new Money(1)).Reasons);
        Assert.Equal(["MEMO_NAMES_ROOM"], score.Rate(room, new Money(1)).Reasons);
        Assert.Equal(0, score.Rate(new UnitCode("9", "1", "138"), Money.Zero).Points);
    }
}
