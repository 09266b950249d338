namespace CivicPlatform.Consultation.MeetingSeries;

/// <summary>Weekly meetings that come back (LIFT-03).</summary>
public static class SeriesModule
{
    public static void AddMeetingSeries(this IServiceCollection services)
    {
        services.AddScoped<OpenSeries.Handler>();
        services.AddScoped<OpenOccurrence.Handler>();
    }

    public static void MapMeetingSeries(this IEndpointRouteBuilder routes)
    {
        OpenSeries.Map(routes);
        OpenOccurrence.Map(routes);
        GetSeries.Map(routes);
    }
}
