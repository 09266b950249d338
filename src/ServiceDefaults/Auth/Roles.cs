namespace CivicPlatform.ServiceDefaults.Auth;

/// <summary>The role codes of tokens; unknown ones are ignored.</summary>
public static class Roles
{
    public const string PlatformAdmin = "platform-admin";
    public const string SecurityAdmin = "security-admin";
    public const string Auditor = "auditor";
    public const string DistrictSupervisor = "district-supervisor";
    public const string StreetClerk = "street-clerk";
    public const string CommunityWorker = "community-worker";
    public const string GridOfficer = "grid-officer";
    public const string Mediator = "mediator";
    public const string CareStaff = "care-staff";
    public const string TallyClerk = "tally-clerk";
    public const string FundManager = "fund-manager";
    public const string FundApprover = "fund-approver";
    public const string OwnersCommittee = "owners-committee";
    public const string Owner = "owner";
    public const string Department = "department";
    public const string PropertyCompany = "property-company";
    public const string Contractor = "contractor";
    public const string Integration = "integration";
    public const string Operations = "operations";

    /// <summary>
    /// A bank or a payment institution that proves itself by a signature; no token carries it, so it is not in
    /// <see cref="All"/>.
    /// </summary>
    public const string BankChannel = "bank-channel";

    /// <summary>Every role, in the order of the documents.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        PlatformAdmin, SecurityAdmin, Auditor, DistrictSupervisor, StreetClerk, CommunityWorker, GridOfficer, Mediator,
        CareStaff, TallyClerk, FundManager, FundApprover, OwnersCommittee, Owner, Department, PropertyCompany,
        Contractor, Integration, Operations,
    ];

    /// <summary>
    /// Powers that no person may hold two of (三员分立): who runs the system, who guards it, and who looks at both.
    /// </summary>
    public static readonly IReadOnlyList<string> SeparatedPowers = [PlatformAdmin, SecurityAdmin, Auditor];

    /// <summary>True when one caller holds two of these powers; such a token is taken for nothing.</summary>
    public static bool Collide(IReadOnlyCollection<string> roles) => SeparatedPowers.Count(roles.Contains) > 1;
}
