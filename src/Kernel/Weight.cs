using System.Globalization;

namespace CivicPlatform.Kernel;

/// <summary>A weight of an apportionment: zero or more, at most six decimals, kept as whole millionths.</summary>
public readonly record struct Weight(long Millionths)
{
    /// <summary>Areas are the usual weights (CC 283).</summary>
    public static Weight Of(Area area) => new(area.Hundredths * 10_000);

    /// <summary>
    /// Reads "0", "1.5", "89.320000"; refuses a sign, an exponent, a seventh decimal, 10^12 and more.
    /// </summary>
    public static bool TryParse(string? text, out Weight weight)
    {
        weight = default;
        if (text is null || text.StartsWith('-')) return false;
        if (!ExactDecimal.TryParse(text, maxDecimals: 6, maxLength: 20, out var millionths)) return false;
        weight = new Weight(millionths);
        return true;
    }

    public override string ToString() => (Millionths / 1_000_000m).ToString("0.######", CultureInfo.InvariantCulture);
}
