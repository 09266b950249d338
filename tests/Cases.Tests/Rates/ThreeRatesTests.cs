using CivicPlatform.Cases.Rates;
using CivicPlatform.Kernel;

namespace CivicPlatform.Cases.Tests.Rates;

public sealed class ThreeRatesTests
{
    private static readonly IReadOnlyDictionary<string, int> Weights =
        PolicyProfiles.Find("SH")!.Handling.SatisfactionPercent;

    [Fact, Trait("rule", "CASE-21")]
    public void c_01_forty_orders_of_a_month()
    {
        var rates = ThreeRates.Of(new RateCounts("310116001", 43, 40, 38, 32, 24, new Dictionary<string, long>
        {
            ["SATISFIED"] = 20, ["BASICALLY_SATISFIED"] = 4, ["DISSATISFIED"] = 8,
        }), Weights);

        Assert.Equal(("95.0", "75.0", "72.5"), (rates.Response, rates.Resolution, rates.Satisfaction));
        Assert.Equal(2_320, rates.Points);
    }

    [Fact, Trait("rule", "CASE-21")]
    public void with_nothing_to_divide_by_there_is_no_rate()
    {
        var none = ThreeRates.Of(new RateCounts("x", 3, 0, 0, 0, 0, new Dictionary<string, long>()), Weights);

        Assert.Equal((null, null, null), (none.Response, none.Resolution, none.Satisfaction));
    }
}
