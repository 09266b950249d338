using CivicPlatform.Kernel;

namespace CivicPlatform.Cases.Rates;

/// <summary>What a group of facts adds up to (CASE-21).</summary>
/// <param name="Key">Street, department, community or matter; empty where nobody was given the case.</param>
/// <param name="Orders">Facts of the group, excluded ones included.</param>
/// <param name="Ratable">Base of the response rate.</param>
/// <param name="Contacted">Of them, contacted in time.</param>
/// <param name="ValidCallbacks">Base of the two others.</param>
/// <param name="Resolved">Of them, resolved in fact.</param>
/// <param name="Rated">Of them, by rating.</param>
public sealed record RateCounts(
    string Key, long Orders, long Ratable, long Contacted, long ValidCallbacks, long Resolved,
    IReadOnlyDictionary<string, long> Rated);

/// <summary>The three rates of a group, with what they were divided from: both are published (CASE-21). Pure.</summary>
/// <param name="Counts">Numerators and denominators.</param>
/// <param name="Points">Σ of the ratings' weights, in percent of one order.</param>
/// <param name="Response">Percent with one decimal (NUM-03); null with nothing to divide by.</param>
/// <param name="Resolution">The same.</param>
/// <param name="Satisfaction">The same.</param>
public sealed record ThreeRates(
    RateCounts Counts, long Points, string? Response, string? Resolution, string? Satisfaction)
{
    /// <summary>By the weights of a place, in percent.</summary>
    public static ThreeRates Of(RateCounts counts, IReadOnlyDictionary<string, int> weights)
    {
        var points = counts.Rated.Sum(rated => rated.Value * weights.GetValueOrDefault(rated.Key));
        return new ThreeRates(
            counts, points, Share(counts.Contacted, counts.Ratable), Share(counts.Resolved, counts.ValidCallbacks),
            Share(points, counts.ValidCallbacks * 100));
    }

    private static string? Share(long part, long whole) => whole == 0 ? null : Percentage.Show(part, whole);
}
