namespace CivicPlatform.Funds.Campaigns;

/// <summary>What RAISE-03 measures: "费用收缴" is the amount, unless the resolution says otherwise.</summary>
public enum TriggerRule
{
    /// <summary>Yuan collected against yuan receivable.</summary>
    AMOUNT,

#pragma warning disable CA1707 // The published code is the name.
    /// <summary>Fully paid bills against all bills.</summary>
    HOUSEHOLD_COUNT,

    /// <summary>Nothing starts by itself: the bills are those of a cost agreement.</summary>
    NONE,
#pragma warning restore CA1707
}

/// <summary>RAISE-03: half collected starts the building's remaining works; equality counts (达到, TIME-03).</summary>
public static class Trigger
{
    /// <summary>2 × part ≥ whole, by cross-multiplication and never by a rounded percentage (NUM-01).</summary>
    public static bool Reached(long part, long whole) => whole > 0 && (Int128)2 * part >= whole;

    /// <summary>The building's state against its rule (RAISE-04: of this building alone).</summary>
    public static bool Reached(TriggerRule rule, BuildingTotals totals) => rule switch
    {
        TriggerRule.AMOUNT => Reached(totals.Collected.Fen, totals.Receivable.Fen),
        TriggerRule.HOUSEHOLD_COUNT => Reached(totals.HouseholdsPaid, totals.Households),
        _ => false,
    };
}

/// <summary>Totals of one building in one campaign; no household stands in them (T0).</summary>
/// <param name="Receivable">Σ bills.</param>
/// <param name="Collected">Σ paid on bills; credits and suspense excluded.</param>
/// <param name="Households">Bills.</param>
/// <param name="HouseholdsPaid">Fully covered bills.</param>
public readonly record struct BuildingTotals(Money Receivable, Money Collected, int Households, int HouseholdsPaid);
