using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

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
}

/// <summary>How endpoints say who may call them.</summary>
public static class AuthorizationExtensions
{
    /// <summary>Any of the roles; others of the same office get 403.</summary>
    public static TBuilder RequireRoles<TBuilder>(this TBuilder builder, params string[] roles)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(policy => policy.RequireAuthenticatedUser().RequireClaim("roles", roles));

    /// <summary>T0: totals for anybody, without a token (PRIV-11).</summary>
    public static TBuilder Public<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new AllowAnonymousAttribute());
}
