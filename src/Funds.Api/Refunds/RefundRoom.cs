using CivicPlatform.Funds.Posting;

namespace CivicPlatform.Funds.Refunds;

/// <summary>What can still go back to one household. Pure (RAISE-12).</summary>
/// <param name="Bill">What it owes, paid and holds as credit.</param>
/// <param name="Committed">Σ of its refunds that were asked for or approved and not paid yet.</param>
/// <param name="Granted">What a foundation paid of it: no household takes that out (RAISE-27).</param>
/// <param name="IsOpen">Its campaign collects; once closed only a credit can go back.</param>
public readonly record struct RefundRoom(BillState Bill, Money Committed, Money Granted, bool IsOpen)
{
    /// <summary>Never more than was paid.</summary>
    public Money Left
    {
        get
        {
            var own = Bill.Paid + Bill.Credit - Granted;
            return (IsOpen || own < Bill.Credit ? own : Bill.Credit) - Committed;
        }
    }

    /// <summary>The credit that nothing else is promised from.</summary>
    public Money FreeCredit
    {
        get
        {
            var free = Left < Bill.Credit - Committed ? Left : Bill.Credit - Committed;
            return free > Money.Zero ? free : Money.Zero;
        }
    }

    /// <summary>What of a refund would come from the bill, its credit taken first.</summary>
    public Money FromBill(Money amount) => amount > Bill.Credit ? amount - Bill.Credit : Money.Zero;

    /// <summary>Refuses what was not paid.</summary>
    public Result Check(Money amount) => amount > Left ? RefundErrors.BeyondPaid(amount, Left) : Result.Success;
}
