using System.Globalization;

namespace CivicPlatform.Kernel;

/// <summary>An area in whole 0.01 m² (NUM-01). In JSON a decimal string with two places, such as "89.32".</summary>
public readonly record struct Area(long Hundredths) : IComparable<Area>
{
    /// <summary>Largest area taken from outside, 10,000,000.00 m²: numeric(12,2) holds it.</summary>
    public static readonly Area Max = new(1_000_000_000);

    public static readonly Area Zero;

    public decimal SquareMetres => Hundredths / 100m;

    /// <summary>Reads "89.32" or "90"; refuses zero, negative areas and a third decimal.</summary>
    public static bool TryParsePositive(string? text, out Area area)
    {
        area = default;
        if (!ExactDecimal.TryParse(text, maxDecimals: 2, maxLength: 14, out var hundredths)) return false;
        if (hundredths <= 0 || hundredths > Max.Hundredths) return false;
        area = new Area(hundredths);
        return true;
    }

    /// <summary>From a database; throws when more than two decimals are left.</summary>
    public static Area FromSquareMetres(decimal squareMetres)
    {
        var hundredths = squareMetres * 100m;
        if (hundredths != decimal.Truncate(hundredths))
            throw new ArgumentException("More than two decimals.", nameof(squareMetres));
        return new Area((long)hundredths);
    }

    public int CompareTo(Area other) => Hundredths.CompareTo(other.Hundredths);

    public override string ToString() => SquareMetres.ToString("0.00", CultureInfo.InvariantCulture);

    public static Area operator +(Area a, Area b) => new(a.Hundredths + b.Hundredths);

    public static Area operator -(Area a, Area b) => new(a.Hundredths - b.Hundredths);

    public static bool operator <(Area a, Area b) => a.Hundredths < b.Hundredths;

    public static bool operator >(Area a, Area b) => a.Hundredths > b.Hundredths;

    public static bool operator <=(Area a, Area b) => a.Hundredths <= b.Hundredths;

    public static bool operator >=(Area a, Area b) => a.Hundredths >= b.Hundredths;
}
