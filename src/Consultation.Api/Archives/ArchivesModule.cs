namespace CivicPlatform.Consultation.Archives;

/// <summary>Receipts, trackers and archives: a count that others can repeat.</summary>
public static class ArchivesModule
{
    public static void AddArchives(this IServiceCollection services)
    {
        services.AddSingleton<VoteSigner>();
        services.AddSingleton<BallotReceipts>();
        services.AddScoped<ClosingDesk>();
    }

    public static void MapArchives(this IEndpointRouteBuilder routes)
    {
        ListReceipts.Map(routes);
        ListTrackers.Map(routes);
        ExportArchive.Map(routes);
    }
}
