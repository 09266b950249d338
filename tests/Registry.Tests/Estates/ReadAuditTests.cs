using System.Net;
using CivicPlatform.Testing;

namespace CivicPlatform.Registry.Tests.Estates;

/// <summary>Who read whose data: the audit row names the office of the unit, whoever reads it.</summary>
public sealed class ReadAuditTests(RegistryHost registry) : IClassFixture<RegistryHost>
{
    [Fact, Trait("rule", "PRIV-16")]
    public async Task a_look_at_a_unit_is_found_under_its_own_office()
    {
        var community = await registry.NewCommunityAsync();
        (await registry.ImportAsync(RegistryHost.Sample(community))).Expect(HttpStatusCode.Created);
        var units = await registry.Clerk.GetAsync(
            $"/api/v1/estates/{await registry.EstateOfAsync(community)}/units?limit=1");
        var unit = units.Json.GetProperty("items")[0].GetProperty("id").GetString()!;

        var reader = registry.Service.WithToken(Tokens.Issue(
            "reads-for-two", ["street-clerk"], [RegistryHost.OtherStreet, RegistryHost.Street]));
        (await reader.GetAsync($"/api/v1/units/{unit}")).Expect(HttpStatusCode.OK);
        var district = registry.Service.As("auditor", "110114", "reads-a-district");
        await Eventually.Async(async () => // Its streets are known within five seconds.
            (await district.GetAsync($"/api/v1/units/{unit}")).Expect(HttpStatusCode.OK));
        string[] row = [$"unit.read|{RegistryHost.Street}|{unit}"];
        Assert.Equal(row, await registry.Service.AuditOfAsync("reads-for-two"));
        Assert.Equal(row, await registry.Service.AuditOfAsync("reads-a-district"));
    }
}
