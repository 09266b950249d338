namespace CivicPlatform.Funds.Spending;

/// <summary>What one building's collections can still pay (RAISE-06).</summary>
/// <param name="Collected">Net of refunds; credits and suspense excluded; with a lift's subsidy and grants.</param>
/// <param name="PaidToContractors">From the dedicated account, for this building.</param>
/// <param name="Repaid">Of the advance, from this building's collections.</param>
/// <param name="Reserved">Contractor instalments that are due and not yet paid.</param>
public readonly record struct BuildingFunds(Money Collected, Money PaidToContractors, Money Repaid, Money Reserved)
{
    /// <summary>May be negative after refunds; then nothing can be paid.</summary>
    public Money Available => Collected - PaidToContractors - Repaid - Reserved;
}

/// <summary>RAISE-06: when the property company's advance may be repaid from a building's collections.</summary>
public static class RepaymentRule
{
    /// <summary>Refuses what would exceed the outstanding advance or make the building's balance negative.</summary>
    public static Result Check(Money amount, Money outstanding, BuildingFunds funds)
    {
        if (amount > outstanding) return SpendingErrors.BeyondOutstanding(amount, outstanding);
        if (amount > funds.Available) return SpendingErrors.BeyondAvailable(amount, funds.Available, "RAISE-06");
        return Result.Success;
    }

    /// <summary>Spreads a repayment over advances, oldest first; the caller has checked that it fits.</summary>
    public static IReadOnlyList<Money> OldestFirst(Money amount, IReadOnlyList<Money> outstanding)
    {
        var parts = new Money[outstanding.Count];
        for (var i = 0; i < parts.Length && amount > Money.Zero; i++)
        {
            parts[i] = amount < outstanding[i] ? amount : outstanding[i];
            amount -= parts[i];
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(amount, Money.Zero);
        return parts;
    }
}
