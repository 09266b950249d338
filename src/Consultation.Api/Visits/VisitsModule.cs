using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Consultation.Visits;

/// <summary>Visits about votes, by the role of who called.</summary>
public static class VisitsModule
{
    public static void AddVisits(this IServiceCollection services)
    {
        services.AddScoped<RecordMotionVisit.Handler>();
        services.AddEncryptedColumns("motion_visits", "words");
    }

    public static void MapVisits(this IEndpointRouteBuilder routes)
    {
        RecordMotionVisit.Map(routes);
        ListMotionVisits.Map(routes);
    }
}
