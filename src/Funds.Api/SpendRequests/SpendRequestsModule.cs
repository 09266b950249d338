using CivicPlatform.Contracts.Consultation;
using CivicPlatform.ServiceDefaults.Messaging;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Funds.SpendRequests;

/// <summary>How the owners' fund is spent: from the proposal to the settled share of every household.</summary>
public static class SpendRequestsModule
{
    public static void AddSpendRequests(this IServiceCollection services)
    {
        services.AddScoped<SpendDesk>();
        services.AddScoped<ShareReader>();
        services.AddScoped<ProposeSpend.Handler>();
        services.AddEncryptedColumns("spend_objections", "words", "answer");
    }

    public static void AddSpendRequestConsumers(this ConsumerList consumers) => consumers
        .Add<MotionOpened, KeepMotionHandler>()
        .Add<MotionTallied, EndVoteHandler>();

    public static void MapSpendRequests(this IEndpointRouteBuilder routes)
    {
        ProposeSpend.Map(routes);
        GetSpendRequest.Map(routes);
        GetShares.Map(routes);
        StartVoting.Map(routes);
        ApproveSpend.Map(routes);
        HoldSpend.Map(routes);
        DeclareEmergency.Map(routes);
        ConfirmEmergency.Map(routes);
        PostEmergency.Map(routes);
        SpendObjections.Map(routes);
        FileSpend.Map(routes);
        StartWorks.Map(routes);
        AcceptWorks.Map(routes);
    }
}
