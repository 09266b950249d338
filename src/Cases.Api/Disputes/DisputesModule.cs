using CivicPlatform.Cases.Settlements;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Cases.Disputes;

/// <summary>Disputes between neighbours: what runs beside a case, until it is settled (4.6, 4.7).</summary>
public static class DisputesModule
{
    public static void AddDisputes(this IServiceCollection services)
    {
        services.AddScoped<DisputeDesk>();
        services.AddScoped<SettlementDesk>();
        services.AddEncryptedColumns("dispute_notes", "text");
    }

    public static void MapDisputes(this IEndpointRouteBuilder routes)
    {
        OpenTrack.Map(routes);
        RecordTrackEvent.Map(routes);
        GetTracks.Map(routes);
        StateLiability.Map(routes);
        Offers.Map(routes);
        Feedbacks.Map(routes);
        DraftSettlement.Map(routes);
        GetSettlement.Map(routes);
        SignSettlement.Map(routes);
        EndSettlement.Map(routes);
    }
}
