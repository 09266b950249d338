using CivicPlatform.Funds.Posting;
using CivicPlatform.Funds.Statements;

namespace CivicPlatform.Funds.Tests.Statements;

public sealed class MemoMatcherTests
{
    [Theory]
    [InlineData("3-1-301 电梯大修", "3-1-301")]
    [InlineData("４－１－１３０３ 电梯大修", "4-1-1303")]
    [InlineData("6号楼1单元302室电梯款", "6-1-302")]
    [InlineData("６号楼１单元１３０２室电梯款", "6-1-1302")]
    [InlineData("电梯大修　6幢1单元302", "6-1-302")]
    [InlineData("3—1—301电梯", "3-1-301")]
    [InlineData("3-1-301 3-1-301", "3-1-301")]
    public void finds_the_household_in_every_form_of_the_statement(string memo, string unit)
    {
        var reading = MemoMatcher.Read(memo);
        Assert.Equal(unit, reading.Unit?.ToString());
        Assert.False(reading.SaysRefund);
    }

    [Theory]
    [InlineData("电梯")]
    [InlineData("")]
    [InlineData("电梯款 13-1")]
    [InlineData("3-1-301 与 3-1-302 电梯大修")]
    [InlineData("A3-1-301")]
    [InlineData("3-1-301-2")]
    [InlineData("13800000001")]
    public void names_nobody_where_a_person_would_have_to_guess(string memo) =>
        Assert.Null(MemoMatcher.Read(memo).Unit);

    [Fact]
    public void recognises_a_refund_beside_the_household() =>
        Assert.Equal(new MemoReading(new UnitCode("2", "2", "801"), SaysRefund: true),
            MemoMatcher.Read("2-2-801 电梯大修 退款"));
}
