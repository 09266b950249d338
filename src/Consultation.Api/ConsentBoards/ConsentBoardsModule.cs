using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Consultation.ConsentBoards;

/// <summary>Unanimous consent, household by household (PIPE-01, PIPE-02).</summary>
public static class ConsentBoardsModule
{
    public static void AddConsentBoards(this IServiceCollection services)
    {
        services.AddScoped<OpenConsentBoard.Handler>();
        services.AddScoped<ConsentDesk>();
        services.AddScoped<RecordVisit.Handler>();
        services.AddScoped<ImportVisits.Handler>();
        services.AddEncryptedColumns("consent_visits", "offer");
    }

    public static void MapConsentBoards(this IEndpointRouteBuilder routes)
    {
        OpenConsentBoard.Map(routes);
        GetConsentBoard.Map(routes);
        ListHouseholds.Map(routes);
        RecordConsent.Map(routes);
        RecordAccess.Map(routes);
        RecordVisit.Map(routes);
        ImportVisits.Map(routes);
        LockConsentBoard.Map(routes);
    }
}
