using CivicPlatform.Funds.Posting;
using CivicPlatform.Funds.Refunds;
using CivicPlatform.Kernel;

namespace CivicPlatform.Funds.Tests.Refunds;

/// <summary>What can go back, at its edges (RAISE-12, RAISE-27).</summary>
public sealed class RefundRoomTests
{
    [Theory, Trait("rule", "RAISE-12")]
    [InlineData(100, 5, 0, 0, true, 105), InlineData(100, 5, 30, 0, true, 75)]
    [InlineData(100, 5, 0, 60, true, 45), InlineData(100, 5, 45, 60, true, 0)]
    [InlineData(100, 5, 0, 0, false, 5), InlineData(100, 5, 5, 0, false, 0)] // Closed: credits only.
    [InlineData(100, 5, 0, 103, false, 2)] // Three of the credit were a foundation's.
    public void never_more_than_the_household_paid_itself(
        long paid, long credit, long committed, long granted, bool isOpen, long left)
    {
        var room = new RefundRoom(new BillState(new Money(100), new Money(paid), new Money(credit)),
            new Money(committed), new Money(granted), isOpen);
        Assert.Equal(new Money(left), room.Left);
        Assert.Null(room.Check(new Money(left)).Error);
        Assert.Equal("RAISE-12", room.Check(new Money(left + 1)).Error!.Rule);
    }

    [Fact, Trait("rule", "RAISE-12")]
    public void the_credit_goes_first_and_what_is_promised_is_not_free()
    {
        var room = new RefundRoom(new BillState(new Money(100), new Money(100), new Money(40)), new Money(10),
            Money.Zero, IsOpen: true);
        Assert.Equal((new Money(0), new Money(60)), (room.FromBill(new Money(40)), room.FromBill(new Money(100))));
        Assert.Equal(new Money(30), room.FreeCredit);
        Assert.Equal(Money.Zero, (room with { Committed = new Money(50) }).FreeCredit);
        Assert.Equal(new Money(20), (room with { Granted = new Money(110) }).FreeCredit);
    }
}
