namespace CivicPlatform.Registry.Divisions;

/// <summary>The code book of divisions (统计用区划代码).</summary>
public static class DivisionsModule
{
    public static void AddDivisions(this IServiceCollection services)
    {
        services.AddScoped<PutDivision.Handler>();
        services.AddScoped<ImportDivisions.Handler>();
    }

    public static void MapDivisions(this IEndpointRouteBuilder routes)
    {
        PutDivision.Map(routes);
        GetDivision.Map(routes);
        ListDivisions.Map(routes);
        ImportDivisions.Map(routes);
    }
}
