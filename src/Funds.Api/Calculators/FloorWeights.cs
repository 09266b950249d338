using System.Globalization;

namespace CivicPlatform.Funds.Calculators;

/// <summary>How floors weigh in the cost of a lift, as the owners agreed (RAISE-20).</summary>
/// <param name="Method">TRAVELLED_FLOORS (floor − 1), or FLOOR_TABLE with <paramref name="Table"/>.</param>
/// <param name="Table">Weight by floor; floors that are absent weigh 0.</param>
/// <param name="TimesArea">Multiply the floor's weight by the area.</param>
public sealed record FloorWeights(
    string Method, IReadOnlyDictionary<string, string>? Table = null, bool TimesArea = false)
{
    public const string TravelledFloors = "TRAVELLED_FLOORS", FloorTable = "FLOOR_TABLE";
    public const int HighestFloor = 200;
    private const long Whole = 1_000_000; // One, in millionths.

    /// <summary>How floors weigh.</summary>
    public static readonly IReadOnlyList<string> Methods = [TravelledFloors, FloorTable];

    /// <summary>The floor's coefficient, times the area where the owners agreed on that.</summary>
    public Result<Weight> Of(int floor, Area? area)
    {
        if (floor is < 1 or > HighestFloor) return CalculatorErrors.FloorTooLow;
        var factor = new Weight((floor - 1) * Whole);
        if (Method == FloorTable
            && !Weight.TryParse(Table!.GetValueOrDefault(floor.ToString(CultureInfo.InvariantCulture), "0"),
                out factor)) return CalculatorErrors.WeightMalformed;
        if (!TimesArea) return factor;
        if (area is not { } size) return CalculatorErrors.AreaMissing;
        // Hundredths of m² times millionths, in units of 10^-8: only ratios count, so the scale may stay. A factor
        // above 10,000 would leave 64 bits and is no coefficient of a floor.
        if (factor.Millionths > 10_000 * Whole) return CalculatorErrors.WeightMalformed;
        var product = (Int128)factor.Millionths * size.Hundredths;
        return product > long.MaxValue ? CalculatorErrors.WeightMalformed : new Weight((long)product);
    }
}
