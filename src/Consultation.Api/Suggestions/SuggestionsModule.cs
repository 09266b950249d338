using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Consultation.Suggestions;

/// <summary>The suggestions board of a roadshow: recorded, grouped, answered (story 002).</summary>
public static class SuggestionsModule
{
    public static void AddSuggestions(this IServiceCollection services)
    {
        services.AddScoped<RecordSuggestion.Handler>();
        services.AddScoped<AnswerSuggestion.Desk>();
        services.AddEncryptedColumns("meeting_suggestions", "text");
        services.AddEncryptedColumns("meeting_suggestions", "answer");
    }

    public static void MapSuggestions(this IEndpointRouteBuilder routes)
    {
        RecordSuggestion.Map(routes);
        AnswerSuggestion.Map(routes);
        ListSuggestions.Map(routes);
    }
}
