namespace CivicPlatform.Funds.Campaigns;

/// <summary>RAISE-02: what one household owes, rounded for itself so that a building is the sum of its bills.</summary>
public static class BillAmount
{
    /// <summary>round(area × unit price, 2, half away from zero), in integers only (NUM-01, NUM-02).</summary>
    public static Money Of(Area area, Money unitPrice)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(area.Hundredths);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(unitPrice.Fen);
        var tenThousandths = (Int128)area.Hundredths * unitPrice.Fen; // 0.01 m² × 0.01 yuan = 0.0001 yuan
        return new Money((long)((tenThousandths + 50) / 100));
    }
}
