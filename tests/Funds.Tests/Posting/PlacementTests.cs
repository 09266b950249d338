using CivicPlatform.Funds.Posting;
using CivicPlatform.Kernel;

namespace CivicPlatform.Funds.Tests.Posting;

public sealed class PlacementTests
{
    private static readonly BillState s_open = new(new Money(1613_70), Money.Zero, Money.Zero);
    private static readonly BillState s_paid = s_open with { Paid = s_open.Amount };

    [Fact, Trait("rule", "RAISE-08")]
    public void a_part_payment_goes_to_the_bill() =>
        Assert.Equal(new Placement(new Money(600_00), default, default, LineOutcome.MATCHED),
            Placement.Of(new Money(600_00), saysRefund: false, s_open));

    [Fact, Trait("rule", "002-11")]
    public void one_fen_too_much_becomes_a_credit_and_not_collected()
    {
        Assert.Equal(new Placement(new Money(1613_70), new Money(1), default, LineOutcome.OVERPAID),
            Placement.Of(new Money(1613_71), saysRefund: false, s_open));
        Assert.Equal(new Placement(default, new Money(1), default, LineOutcome.CREDITED),
            Placement.Of(new Money(1), saysRefund: false, s_paid));
    }

    [Fact]
    public void a_refund_returns_the_credit_first_and_then_what_was_paid()
    {
        var bill = s_paid with { Credit = new Money(1) };
        Assert.Equal(new Placement(new Money(-1613_69), new Money(-1), default, LineOutcome.REFUNDED),
            Placement.Of(new Money(-1613_70), saysRefund: true, bill));
        Assert.Equal(new Placement(new Money(-1613_70), new Money(-1), new Money(-5), LineOutcome.REFUNDED),
            Placement.Of(new Money(-1613_76), saysRefund: true, bill));
    }

    [Theory]
    [InlineData(500_00, false)] // nobody named
    [InlineData(-500_00, true)]
    public void what_names_no_household_waits_for_a_person(long fen, bool saysRefund) =>
        Assert.Equal(new Placement(default, default, new Money(fen), LineOutcome.SUSPENSE),
            Placement.Of(new Money(fen), saysRefund, bill: null));

    [Theory]
    [InlineData(500_00, true)]
    [InlineData(-500_00, false)]
    public void a_sign_that_contradicts_the_memo_waits_for_a_person(long fen, bool saysRefund) =>
        Assert.Equal(LineOutcome.SUSPENSE, Placement.Of(new Money(fen), saysRefund, s_paid).Outcome);

    [Fact]
    public void the_parts_always_add_up_to_the_line()
    {
        foreach (var fen in new long[] { 1, 1613_69, 1613_70, 1613_71, 9_999_99, -1, -1613_70, -1613_72, -9_999_99 })
        {
            foreach (var bill in new[] { s_open, s_paid, s_paid with { Credit = new Money(1) } })
            {
                var placed = Placement.Of(new Money(fen), saysRefund: fen < 0, bill);
                Assert.Equal(fen, placed.ToBill.Fen + placed.ToCredit.Fen + placed.ToSuspense.Fen);
                Assert.InRange(bill.Paid.Fen + placed.ToBill.Fen, 0, bill.Amount.Fen);
                Assert.InRange(bill.Credit.Fen + placed.ToCredit.Fen, 0, long.MaxValue);
            }
        }
    }
}
