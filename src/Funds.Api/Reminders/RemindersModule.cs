namespace CivicPlatform.Funds.Reminders;

/// <summary>Steps toward households that have not paid: private, few, and the last ones by people only.</summary>
public static class RemindersModule
{
    public static void AddReminders(this IServiceCollection services)
    {
        services.AddScoped<RunReminders.Handler>();
        services.AddSingleton<ReminderServices>();
        services.AddSingleton<ReminderSender>();
        services.AddHostedService(s => s.GetRequiredService<ReminderSender>());
    }

    public static void MapReminders(this IEndpointRouteBuilder routes)
    {
        RunReminders.Map(routes);
        ListReminders.Map(routes);
        RecordVisit.Map(routes);
    }
}
