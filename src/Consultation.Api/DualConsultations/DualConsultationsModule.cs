namespace CivicPlatform.Consultation.DualConsultations;

/// <summary>Dual consultations (双征询): two electorates, two thresholds, one lift.</summary>
public static class DualConsultationsModule
{
    public static void AddDualConsultations(this IServiceCollection services)
    {
        services.AddScoped<DualVotes>();
        services.AddScoped<LiftClearance>();
        services.AddScoped<OpenDualConsultation.Handler>();
        services.AddScoped<SignAgreement.Handler>();
    }

    public static void MapDualConsultations(this IEndpointRouteBuilder routes)
    {
        OpenDualConsultation.Map(routes);
        GetDualConsultation.Map(routes);
        SignAgreement.Map(routes);
    }
}
