using CivicPlatform.ServiceDefaults.Auth;

namespace CivicPlatform.Cases.Intake;

/// <summary>Who may do what with cases, works and time lines of his own office.</summary>
public static class CaseRoles
{
    /// <summary>Desks that take requests in (CASE-01).</summary>
    public static readonly string[] Registrars =
        [Roles.StreetClerk, Roles.CommunityWorker, Roles.GridOfficer, Roles.Integration];

    /// <summary>Who reads a case; it holds what residents said.</summary>
    public static readonly string[] Readers =
    [
        Roles.StreetClerk, Roles.CommunityWorker, Roles.GridOfficer, Roles.Mediator, Roles.DistrictSupervisor,
        Roles.Auditor,
    ];

    /// <summary>Who reads works and time lines: codes and totals, nothing that a resident said.</summary>
    public static readonly string[] WorksReaders =
    [
        .. Readers, Roles.TallyClerk, Roles.FundManager, Roles.FundApprover, Roles.OwnersCommittee,
        Roles.PropertyCompany, Roles.Contractor,
    ];

    /// <summary>Who opens works and records their steps.</summary>
    public static readonly string[] WorksClerks = [Roles.StreetClerk];
}
