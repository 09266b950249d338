using System.Net;

namespace CivicPlatform.Registry.Tests.Owners;

public sealed class OwnershipTests(RegistryHost registry) : IClassFixture<RegistryHost>
{
    private const string Transfers = "/api/v1/ownership-transfers";

    [Fact]
    public async Task a_part_passes_to_a_new_owner_and_the_version_says_so()
    {
        var (_, unit) = await UnitAsync("S003");
        var moved = (await registry.Clerk.PostAsync(Transfers, new
        {
            unitId = unit,
            owners = new[] { new { @ref = "N001", name = "新业主", phone = "13700000001" } },
        }, headers: ("If-Match", "\"v1\""))).Expect(HttpStatusCode.Created);

        Assert.Equal(("SOLD", "2", "\"v2\""), (moved["saleStatus"], moved["version"], moved.ETag));
        var read = (await registry.Clerk.GetAsync($"/api/v1/units/{unit}")).Expect(HttpStatusCode.OK);
        Assert.Equal("""[{"ref":"N001","name":"新**","phone":"137****0001"}]""",
            read.Json.GetProperty("owners").GetRawText());
        Assert.Equal(1, await registry.CountAsync(
            $"ownership_transfers where unit_id = '{unit}' and from_refs = '{{S003}}'"));
        Assert.Equal(1, await registry.CountAsync(
            $"platform.audit where subject_id = '{unit}' and action = 'owners.transfer'"));
    }

    [Fact]
    public async Task a_known_ref_needs_no_name_and_may_become_a_co_owner()
    {
        var (_, unit) = await UnitAsync("S004");
        var moved = (await registry.Clerk.PostAsync(Transfers,
            new { unitId = unit, owners = new[] { new { @ref = "S004" }, new { @ref = "S003" } } }))
                .Expect(HttpStatusCode.Created);

        Assert.Equal("""["S003","S004"]""", moved.Json.GetProperty("ownerRefs").GetRawText());
    }

    [Fact]
    public async Task hand_over_changes_the_status_alone()
    {
        var (_, unit) = await UnitAsync("S020");
        var moved = (await registry.Clerk.PostAsync(Transfers,
            new { unitId = unit, owners = new[] { new { @ref = "S020" } } })).Expect(HttpStatusCode.Created);

        Assert.Equal(("SOLD", "2"), (moved["saleStatus"], moved["version"]));
    }

    [Fact]
    public async Task refusals_store_nothing()
    {
        var (_, unit) = await UnitAsync("S005");
        await RefusedAsync(new { unitId = unit, owners = new[] { new { @ref = "S005" } } }, 409,
            "owners.nothing_changes");
        await RefusedAsync(new { unitId = unit, owners = Array.Empty<object>() }, 422, "owners.sold_without_owner");
        await RefusedAsync(new { unitId = unit, owners = new[] { new { @ref = "N9" } } }, 422, "owners.name_needed");
        await RefusedAsync(new { unitId = unit, owners = new[] { new { @ref = "S004", name = "别人" } } }, 422,
            "owners.ref_of_other_person");
        var owners = new[] { new { @ref = "S004" } };
        await RefusedAsync(new { unitId = unit, owners, transferredOn = "2999-01-01" }, 422,
            "owners.transfer_in_future");
        await RefusedAsync(new { unitId = unit, owners, saleStatus = "GONE" }, 400, "request.invalid");
        await RefusedAsync(new { unitId = unit, owners = new[] { owners[0], owners[0] } }, 400, "request.invalid");
        await RefusedAsync(new { unitId = Guid.NewGuid(), owners }, 404, "unit.not_found");
        (await registry.OtherClerk.PostAsync(Transfers, new { unitId = unit, owners }))
            .ExpectProblem(HttpStatusCode.NotFound, "unit.not_found");
        (await registry.Clerk.PostAsync(Transfers, new { unitId = unit, owners }, headers: ("If-Match", "\"v7\"")))
            .Expect(HttpStatusCode.PreconditionFailed);
        Assert.Equal(0, await registry.CountAsync($"ownership_transfers where unit_id = '{unit}'"));
    }

    [Fact]
    public async Task a_login_is_tied_to_an_owner_once()
    {
        var (estate, _) = await UnitAsync("S003");
        var body = new { subject = "resident-1", estateId = estate, ownerRef = "S003" };
        var first = (await registry.Clerk.PostAsync("/api/v1/owner-accounts", body)).Expect(HttpStatusCode.Created);
        var again = (await registry.Clerk.PostAsync("/api/v1/owner-accounts", body)).Expect(HttpStatusCode.OK);
        Assert.Equal(first.Id, again.Id);

        var nobody = new { subject = "x", estateId = estate, ownerRef = "NOBODY" };
        (await registry.Clerk.PostAsync("/api/v1/owner-accounts", nobody))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "owners.unknown_ref");
        (await registry.OtherClerk.PostAsync("/api/v1/owner-accounts", body))
            .ExpectProblem(HttpStatusCode.NotFound, "estate.not_found");
        (await registry.Service.As("owner", RegistryHost.Street).PostAsync("/api/v1/owner-accounts", body))
            .Expect(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task look_up_is_exact_by_name_or_phone_masked_and_audited()
    {
        var (estate, _) = await UnitAsync("S009");
        var hits = (await registry.Clerk.PostAsync("/api/v1/owners/search", new { phone = "13900000009" }))
            .Expect(HttpStatusCode.OK);
        var mine = hits.Json.GetProperty("items").EnumerateArray().Single(h =>
            h.GetProperty("estateId").GetString() == estate);
        Assert.Equal("""{"ref":"S009","name":"样**","phone":"139****0009"}""", mine.GetProperty("owner").GetRawText());
        Assert.Equal(3, mine.GetProperty("unitIds").GetArrayLength());
        Assert.NotEqual(0, await registry.CountAsync("platform.audit where action = 'owners.search'"));

        foreach (var nobody in (object[])[new { name = "样例业主" }, new { phone = "1390000000" }])
        {
            var none = (await registry.Clerk.PostAsync("/api/v1/owners/search", nobody)).Expect(HttpStatusCode.OK);
            Assert.Equal(0, none.Json.GetProperty("items").GetArrayLength());
        }
        var other = (await registry.OtherClerk.PostAsync("/api/v1/owners/search", new { phone = "13900000009" }))
            .Expect(HttpStatusCode.OK);
        Assert.Equal(0, other.Json.GetProperty("items").GetArrayLength());
        (await registry.Clerk.PostAsync("/api/v1/owners/search", new { })).Expect(HttpStatusCode.BadRequest);
    }

    private async Task RefusedAsync(object body, int status, string code) =>
        (await registry.Clerk.PostAsync(Transfers, body)).ExpectProblem((HttpStatusCode)status, code);

    private async Task<(string Estate, string Unit)> UnitAsync(string owner)
    {
        var community = await registry.NewCommunityAsync();
        (await registry.ImportAsync(RegistryHost.Sample(community))).Expect(HttpStatusCode.Created);
        var estate = await registry.EstateOfAsync(community);
        var units = await registry.Clerk.GetAsync($"/api/v1/estates/{estate}/units?ownerRef={owner}");
        return (estate, units.Json.GetProperty("items")[0].GetProperty("id").GetString()!);
    }
}
