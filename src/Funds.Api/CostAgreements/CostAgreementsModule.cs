namespace CivicPlatform.Funds.CostAgreements;

/// <summary>Who bears what of a new lift, and who signed it (RAISE-20 to RAISE-27).</summary>
public static class CostAgreementsModule
{
    public static void AddCostAgreements(this IServiceCollection services)
    {
        services.AddScoped<AgreementDesk>();
        services.AddScoped<DraftAgreement.Handler>();
        services.AddScoped<SignAgreement.Handler>();
    }

    public static void MapCostAgreements(this IEndpointRouteBuilder routes)
    {
        DraftAgreement.Map(routes);
        ReviseAgreement.Map(routes);
        SignAgreement.Map(routes);
        ConcludeAgreement.Map(routes);
        GetAgreement.Map(routes);
        GetHouseholds.Map(routes);
    }
}
