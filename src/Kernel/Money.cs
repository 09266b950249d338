using System.Globalization;

namespace CivicPlatform.Kernel;

/// <summary>
/// An amount of CNY in whole fen (NUM-02). In JSON a decimal string with two places, such as "1613.70".
/// </summary>
public readonly record struct Money(long Fen) : IComparable<Money>
{
    /// <summary>
    /// Largest amount taken from outside: numeric(18,2) holds it and no sum of a billion rows overflows.
    /// </summary>
    public static readonly Money Max = new(999_999_999_99);

    public static readonly Money Zero;

    public decimal Yuan => Fen / 100m;

    /// <summary>
    /// Reads "1613.70", "-5", "0.1"; refuses exponents, signs other than '-', spaces and a third decimal.
    /// </summary>
    public static bool TryParse(string? text, out Money money)
    {
        money = default;
        if (!ExactDecimal.TryParse(text, maxDecimals: 2, maxLength: 20, out var hundredths)) return false;
        if (Math.Abs(hundredths) > Max.Fen) return false;
        money = new Money(hundredths);
        return true;
    }

    /// <summary>From a database or a formula; throws when more than two decimals are left.</summary>
    public static Money FromYuan(decimal yuan)
    {
        var fen = yuan * 100m;
        if (fen != decimal.Truncate(fen)) throw new ArgumentException("More than two decimals.", nameof(yuan));
        return new Money((long)fen);
    }

    public int CompareTo(Money other) => Fen.CompareTo(other.Fen);

    public override string ToString() => Yuan.ToString("0.00", CultureInfo.InvariantCulture);

    public static Money operator +(Money a, Money b) => new(a.Fen + b.Fen);

    public static Money operator -(Money a, Money b) => new(a.Fen - b.Fen);

    public static Money operator -(Money a) => new(-a.Fen);

    public static bool operator <(Money a, Money b) => a.Fen < b.Fen;

    public static bool operator >(Money a, Money b) => a.Fen > b.Fen;

    public static bool operator <=(Money a, Money b) => a.Fen <= b.Fen;

    public static bool operator >=(Money a, Money b) => a.Fen >= b.Fen;
}
