namespace CivicPlatform.Funds.Suspense;

/// <summary>The review of money that nobody could place.</summary>
public static class SuspenseModule
{
    public static void AddSuspense(this IServiceCollection services)
    {
        services.AddScoped<Assigner>();
        services.AddScoped<AssignSuspenseLines.Handler>();
        services.AddScoped<ReturnSuspense.Handler>();
        services.AddScoped<UndoAssignment.Handler>();
    }

    public static void MapSuspense(this IEndpointRouteBuilder routes)
    {
        AssignSuspenseLines.Map(routes);
        ReturnSuspense.Map(routes);
        UndoAssignment.Map(routes);
        ListAssignments.Map(routes);
        SuggestBills.Map(routes);
    }
}
