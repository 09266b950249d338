using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Registry.Owners;

/// <summary>Who holds what, who took over, and which login is which owner.</summary>
public static class OwnersModule
{
    public static void AddOwners(this IServiceCollection services)
    {
        services.AddScoped<TransferOwnership.TransferClock>();
        services.AddScoped<TransferOwnership.Handler>();
        services.AddScoped<LinkOwnerAccount.Handler>();
        services.AddScoped<SearchOwners.Handler>();
        services.AddEncryptedColumns("owners", "name", "phone");
    }

    public static void MapOwners(this IEndpointRouteBuilder routes)
    {
        TransferOwnership.Map(routes);
        LinkOwnerAccount.Map(routes);
        SearchOwners.Map(routes);
        RevealOwners.Map(routes);
    }
}
