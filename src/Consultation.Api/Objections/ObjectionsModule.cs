using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Consultation.Objections;

/// <summary>Objections of named owners to a posted result (PUB-02, PUB-03).</summary>
public static class ObjectionsModule
{
    public static void AddObjections(this IServiceCollection services)
    {
        services.AddScoped<RaiseObjection.Handler>();
        services.AddScoped<ObjectionDesk>();
        services.AddEncryptedColumns("objections", "text", "answer");
    }

    public static void MapObjections(this IEndpointRouteBuilder routes)
    {
        RaiseObjection.Map(routes);
        ListObjections.Map(routes);
        CountObjections.Map(routes);
        AnswerObjection.Map(routes);
        CloseObjection.Map(routes);
    }
}
