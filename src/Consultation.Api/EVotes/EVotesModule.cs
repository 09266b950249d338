namespace CivicPlatform.Consultation.EVotes;

/// <summary>Clicks of owners, and what the city's e-voting system counted (VOTE-21).</summary>
public static class EVotesModule
{
    public static void AddEVotes(this IServiceCollection services)
    {
        services.AddScoped<ClickVote.Handler>();
        services.AddScoped<ClickDesk>();
    }

    public static void MapEVotes(this IEndpointRouteBuilder routes)
    {
        ClickVote.Map(routes);
        CountAdvice.Map(routes);
    }
}
