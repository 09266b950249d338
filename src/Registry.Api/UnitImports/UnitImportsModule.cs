namespace CivicPlatform.Registry.UnitImports;

/// <summary>Register files of a street office.</summary>
public static class UnitImportsModule
{
    public static void AddUnitImports(this IServiceCollection services) => services.AddScoped<ImportUnits.Handler>();

    public static void MapUnitImports(this IEndpointRouteBuilder routes) => ImportUnits.Map(routes);
}
