namespace CivicPlatform.Registry.Estates;

/// <summary>The register of estates, buildings, entrances and exclusive parts (楼盘表), as it is read.</summary>
public static class EstatesModule
{
    public static void MapEstates(this IEndpointRouteBuilder routes)
    {
        ListEstates.Map(routes);
        GetEstate.Map(routes);
        ListUnits.Map(routes);
        GetUnit.Map(routes);
    }
}
