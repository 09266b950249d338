namespace CivicPlatform.Funds.CampaignTemplates;

/// <summary>Rules of closed campaigns, for the next estate.</summary>
public static class CampaignTemplatesModule
{
    public static void MapCampaignTemplates(this IEndpointRouteBuilder routes)
    {
        MakeTemplate.Map(routes);
        CopyTemplate.Map(routes);
    }
}
