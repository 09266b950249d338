namespace CivicPlatform.Cli.Tokens;

/// <summary>The role codes that a token may carry.</summary>
public static class Roles
{
    public static IReadOnlyList<string> All { get; } =
    [
        "platform-admin", "security-admin", "auditor", "district-supervisor", "street-clerk", "community-worker",
        "grid-officer", "mediator", "care-staff", "tally-clerk", "fund-manager", "fund-approver", "owners-committee",
        "owner", "department", "property-company", "contractor", "integration", "operations",
    ];
}
