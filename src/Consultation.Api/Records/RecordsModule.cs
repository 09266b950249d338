namespace CivicPlatform.Consultation.Records;

/// <summary>Consultations that are no votes.</summary>
public static class RecordsModule
{
    public static void AddRecords(this IServiceCollection services) => services.AddScoped<RecordConsultation.Handler>();

    public static void MapRecords(this IEndpointRouteBuilder routes)
    {
        RecordConsultation.Map(routes);
        GetRecord.Map(routes);
        PromoteRecord.Map(routes);
    }
}
