namespace CivicPlatform.Registry.Calendars;

/// <summary>Legal time: deadlines by calendar and profile, and the Development clock.</summary>
public static class CalendarsModule
{
    public static void AddCalendars(this IServiceCollection services) => services.AddScoped<SetCivilClock.Handler>();

    public static void MapCalendars(this IEndpointRouteBuilder routes, IHostEnvironment environment)
    {
        PreviewDeadline.Map(routes);
        if (environment.IsDevelopment()) SetCivilClock.Map(routes); // In Production the route does not exist.
    }
}
