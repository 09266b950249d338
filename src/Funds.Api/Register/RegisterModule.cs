using CivicPlatform.Contracts.Cases;
using CivicPlatform.Contracts.Consultation;
using CivicPlatform.Contracts.Registry;
using CivicPlatform.ServiceDefaults.Messaging;

namespace CivicPlatform.Funds.Register;

/// <summary>What Funds keeps of the other services.</summary>
public static class RegisterModule
{
    public static void AddRegisterConsumers(this ConsumerList consumers) => consumers
        .Add<EstateRegistered, KeepEstateHandler>()
        .Add<UnitsRegistered, KeepUnitsHandler>()
        .Add<OwnershipTransferred, KeepHoldersHandler>()
        .Add<OwnerAccountLinked, LinkOwnerHandler>()
        .Add<DecisionEffective, KeepDecisionHandler>()
        .Add<DecisionRevoked, RevokeDecisionHandler>()
        .Add<WorksProjectOpened, KeepLiftsHandler>()
        .Add<ProjectStepChanged, MoveLiftHandler>();
}
