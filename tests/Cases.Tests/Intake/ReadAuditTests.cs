using System.Net;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.Testing;

namespace CivicPlatform.Cases.Tests.Intake;

/// <summary>Who read whose case: the audit row names the office of the case, whoever reads it.</summary>
public sealed class ReadAuditTests(CasesHost cases)
{
    [Fact, Trait("rule", "PRIV-16")]
    public async Task a_look_at_a_case_is_found_under_its_own_office()
    {
        var id = await cases.RegisterAsync();
        var reader = cases.First.WithToken(Tokens.Issue(
            "reads-for-two", [Roles.StreetClerk], [CasesHost.OtherStreet, CasesHost.Street]));
        (await reader.GetAsync($"/api/v1/cases/{id}")).Expect(HttpStatusCode.OK);
        var district = cases.First.As(Roles.DistrictSupervisor, "110114", "reads-a-district");
        await Eventually.Async(async () => // Its streets are known within five seconds.
            (await district.GetAsync($"/api/v1/cases/{id}")).Expect(HttpStatusCode.OK));
        string[] row = [$"case.read|{CasesHost.Street}|{id}"];
        Assert.Equal(row, await cases.First.AuditOfAsync("reads-for-two"));
        Assert.Equal(row, await cases.First.AuditOfAsync("reads-a-district"));
    }
}
