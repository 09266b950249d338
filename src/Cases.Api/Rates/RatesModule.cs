namespace CivicPlatform.Cases.Rates;

/// <summary>The three rates, from facts that are never rewritten.</summary>
public static class RatesModule
{
    public static void MapRates(this IEndpointRouteBuilder routes)
    {
        GetRates.Map(routes);
        ListFacts.Map(routes);
    }
}
