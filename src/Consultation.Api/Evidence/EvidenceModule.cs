namespace CivicPlatform.Consultation.Evidence;

/// <summary>Scans of papers: filed ciphered, sealed until the count, missing ones counted.</summary>
public static class EvidenceModule
{
    public static void AddEvidence(this IServiceCollection services)
    {
        services.AddSingleton<EvidenceStore>();
        services.AddScoped<UploadEvidence.Handler>();
    }

    public static void MapEvidence(this IEndpointRouteBuilder routes)
    {
        UploadEvidence.Map(routes);
        ListEvidence.Map(routes);
        DownloadEvidence.Map(routes);
        GetEvidenceGaps.Map(routes);
    }
}
