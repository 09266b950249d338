namespace CivicPlatform.Funds.Campaigns;

/// <summary>Self-raised collections, their bills and their end.</summary>
public static class CampaignsModule
{
    public static void AddCampaigns(this IServiceCollection services)
    {
        services.AddScoped<CreateCampaign.Handler>();
        services.AddScoped<OpenCampaign.Handler>();
        services.AddScoped<CloseCampaign.Handler>();
        services.AddScoped<SurplusDesk>();
    }

    public static void MapCampaigns(this IEndpointRouteBuilder routes)
    {
        CreateCampaign.Map(routes);
        OpenCampaign.Map(routes);
        GetCampaign.Map(routes);
        GetBills.Map(routes);
        CloseCampaign.Map(routes);
    }
}
