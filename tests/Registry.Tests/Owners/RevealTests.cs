using System.Net;

namespace CivicPlatform.Registry.Tests.Owners;

/// <summary>A unit's holders in clear: for a purpose, to their own office, with a row for each of them.</summary>
public sealed class RevealTests(RegistryHost registry) : IClassFixture<RegistryHost>
{
    [Fact, Trait("rule", "PRIV-16")]
    public async Task holders_are_revealed_for_a_purpose_and_the_trail_says_so()
    {
        var community = await registry.NewCommunityAsync();
        (await registry.ImportAsync(RegistryHost.Sample(community))).Expect(HttpStatusCode.Created);
        var estate = await registry.EstateOfAsync(community);
        var units = await registry.Clerk.GetAsync($"/api/v1/estates/{estate}/units?ownerRef=S009");
        var path = $"/api/v1/units/{units.Json.GetProperty("items")[0].GetProperty("id")}/reveal";

        (await registry.Clerk.PostAsync(path, new { purpose = "CURIOSITY" })).Expect(HttpStatusCode.BadRequest);
        (await registry.Clerk.PostAsync(path, new { })).Expect(HttpStatusCode.BadRequest);
        (await registry.OtherClerk.PostAsync(path, new { purpose = "VISIT" })).Expect(HttpStatusCode.NotFound);
        Assert.Equal(0, await registry.CountAsync("platform.audit where action = 'owners.reveal'"));

        var shown = (await registry.Clerk.PostAsync(path, new { purpose = "VISIT" })).Expect(HttpStatusCode.OK);
        var holder = shown.Json.GetProperty("owners").EnumerateArray().Single(o =>
            o.GetProperty("ref").GetString() == "S009");
        Assert.Equal("13900000009", holder.GetProperty("phone").GetString());
        Assert.Equal(shown.Json.GetProperty("owners").GetArrayLength(), await registry.CountAsync(
            "platform.audit where action = 'owners.reveal' and purpose = 'VISIT'"));
    }
}
