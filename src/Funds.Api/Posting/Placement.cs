namespace CivicPlatform.Funds.Posting;

/// <summary>Where a bank line went.</summary>
public enum LineOutcome
{
    /// <summary>All of it pays a bill, wholly or in part (RAISE-08).</summary>
    MATCHED,

    /// <summary>It pays the rest of a bill and something is left over as a credit.</summary>
    OVERPAID,

    /// <summary>The bill was fully paid before: all of it is a credit of that household.</summary>
    CREDITED,

    /// <summary>Money that left the account back to a household.</summary>
    REFUNDED,

    /// <summary>Nobody can place it by its memo; it waits for a person.</summary>
    SUSPENSE,
}

/// <summary>What a bill holds before a line is placed.</summary>
/// <param name="Amount">What the household owes in all.</param>
/// <param name="Paid">What it paid of that, never more than <paramref name="Amount"/>.</param>
/// <param name="Credit">What it paid beyond.</param>
public readonly record struct BillState(Money Amount, Money Paid, Money Credit)
{
    public bool IsPaid => Paid >= Amount;
}

/// <summary>One bank line split over the accounts; the three parts always add up to the line's amount.</summary>
/// <param name="ToBill">Counts as collected; negative for a refund.</param>
/// <param name="ToCredit">Owed back to the household, outside of collected.</param>
/// <param name="ToSuspense">Waits for a person.</param>
/// <param name="Outcome">The line's state.</param>
public readonly record struct Placement(Money ToBill, Money ToCredit, Money ToSuspense, LineOutcome Outcome)
{
    /// <summary>Splits a line. Overpayment never lifts a bill above its amount (scenario 002-11).</summary>
    /// <param name="amount">Never zero; negative when money left the account.</param>
    /// <param name="saysRefund">The memo, or the person who assigns, calls it a refund.</param>
    /// <param name="bill">The household's bill; null when no household was recognised.</param>
    public static Placement Of(Money amount, bool saysRefund, BillState? bill)
    {
        ArgumentOutOfRangeException.ThrowIfZero(amount.Fen);
        // A sign that contradicts the memo is a question for a person, not for a rule.
        if (bill is not { } known || saysRefund != amount < Money.Zero)
            return new Placement(Money.Zero, Money.Zero, amount, LineOutcome.SUSPENSE);
        return amount > Money.Zero ? Receive(amount, known) : Refund(-amount, known);
    }

    private static Placement Receive(Money amount, BillState bill)
    {
        var toBill = Min(amount, bill.Amount - bill.Paid);
        var toCredit = amount - toBill;
        var outcome = toCredit == Money.Zero ? LineOutcome.MATCHED
            : toBill == Money.Zero ? LineOutcome.CREDITED : LineOutcome.OVERPAID;
        return new Placement(toBill, toCredit, Money.Zero, outcome);
    }

    /// <summary>Returns the household's credit first, then what it paid; beyond that it was not its money.</summary>
    private static Placement Refund(Money amount, BillState bill)
    {
        var fromCredit = Min(amount, bill.Credit);
        var fromBill = Min(amount - fromCredit, bill.Paid);
        var beyond = amount - fromCredit - fromBill;
        var outcome = beyond == amount ? LineOutcome.SUSPENSE : LineOutcome.REFUNDED;
        return new Placement(-fromBill, -fromCredit, -beyond, outcome);
    }

    private static Money Min(Money a, Money b) => a < b ? a : b;
}
