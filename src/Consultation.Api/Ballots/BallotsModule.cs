namespace CivicPlatform.Consultation.Ballots;

/// <summary>Ballots: one by one, by file, and how many came back.</summary>
public static class BallotsModule
{
    public static void AddBallots(this IServiceCollection services)
    {
        services.AddSingleton<ChoiceSeal>();
        services.AddSingleton<MotionDirectory>();
        services.AddSingleton<BallotQueue>();
        services.AddHostedService(s => s.GetRequiredService<BallotQueue>());
        services.AddScoped<FirstPaper>();
        services.AddScoped<CastBallot.Handler>();
        services.AddScoped<ImportBallots.Handler>();
        services.AddScoped<DesignateBallot.Handler>();
    }

    public static void MapBallots(this IEndpointRouteBuilder routes)
    {
        CastBallot.Map(routes);
        ImportBallots.Map(routes);
        DesignateBallot.Map(routes);
        ListConflicts.Map(routes);
        ListDesignations.Map(routes);
        GetTurnout.Map(routes);
    }
}
