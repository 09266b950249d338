using CivicPlatform.Consultation.Owners;
using CivicPlatform.Contracts.Registry;

namespace CivicPlatform.Consultation.Register;

/// <summary>The read model of the register: what this service needs of estates, units and their holders.</summary>
public static class RegisterModule
{
    public static void AddRegisterConsumers(this ConsumerList consumers) => consumers
        .Add<EstateRegistered, RecordEstateHandler>()
        .Add<UnitsRegistered, RecordUnitsHandler>()
        .Add<OwnershipTransferred, RecordTransferHandler>()
        .Add<OwnerAccountLinked, LinkOwnerHandler>();
}
