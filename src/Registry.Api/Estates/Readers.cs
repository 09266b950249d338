namespace CivicPlatform.Registry.Estates;

/// <summary>Who reads the register. Owners see their own bills and ballots elsewhere, never the whole roll.</summary>
internal static class Readers
{
    public static readonly string[] Staff =
    [
        Roles.StreetClerk, Roles.CommunityWorker, Roles.GridOfficer, Roles.TallyClerk, Roles.FundManager,
        Roles.FundApprover, Roles.DistrictSupervisor, Roles.Auditor, Roles.PlatformAdmin, Roles.Integration,
    ];
}
