using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Cases.Intake;

/// <summary>The intake slice: taking requests in, and finding them again.</summary>
public static class IntakeModule
{
    public static void AddIntake(this IServiceCollection services)
    {
        services.AddSingleton<CaseNumbers>();
        services.AddSingleton<CaseQueue>();
        services.AddHostedService(s => s.GetRequiredService<CaseQueue>());
        services.AddScoped<RegisterCase.Handler>();
        services.AddHostedService<ConcealWords>();
        services.AddEncryptedColumns(
            "cases", "reporter_name", "reporter_phone", "description_cipher", "address_cipher");
    }

    public static void MapIntake(this IEndpointRouteBuilder routes)
    {
        RegisterCase.Map(routes);
        GetCase.Map(routes);
        ListCases.Map(routes);
        RevealReporter.Map(routes);
    }
}
