using System.Net;

namespace CivicPlatform.Funds.Tests.Campaigns;

/// <summary>An owner sees the bills of his own units and nobody else's in the same estate, or in another.</summary>
public sealed class OwnUnitsTests(FundsHost funds)
{
    [Fact, Trait("rule", "PRIV-11")]
    public async Task an_owner_sees_the_bills_of_his_own_units_only()
    {
        var flats = FundsHost.Flats(2, 4).ToArray();
        flats[5] = flats[5] with { OwnerRefs = [flats[5].OwnerRefs[0], flats[1].OwnerRefs[0]] }; // Holds a share there.
        var opened = await funds.OpenAsync(flats);
        var (subject, stranger) = ($"own-{opened.Estate}", $"not-{opened.Estate}");
        await funds.LinkAsync(opened.Estate, subject, flats[1].OwnerRefs[0]);

        var owner = funds.Host.As("owner", FundsHost.Community, subject);
        var mine = (await owner.GetAsync(Path(opened, "mine"))).Expect(HttpStatusCode.OK);
        var seen = mine.Json.GetProperty("items").EnumerateArray().Select(bill =>
            $"{bill.GetProperty("building")}-{bill.GetProperty("entrance")}-{bill.GetProperty("room")}");
        Assert.Equal([.. new[] { flats[1], flats[5] }.Select(FundsHost.Code)], seen.Order());
        (await owner.GetAsync(Path(opened, ""))).ExpectProblem(HttpStatusCode.Forbidden, "auth.wrong_role");
        var nobody = await funds.Host.As("owner", FundsHost.Community, stranger).GetAsync(Path(opened, "mine"));
        Assert.Empty(nobody.Expect(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray());
    }

    [Fact, Trait("rule", "PRIV-11")]
    public async Task the_same_reference_in_another_estate_is_another_owner()
    {
        var here = await funds.OpenAsync(FundsHost.Flats(1, 2));
        var there = await funds.OpenAsync(FundsHost.Flats(1, 2));
        var subject = $"own-{here.Estate}";
        await funds.LinkAsync(here.Estate, subject, FundsHost.Flats(1, 2)[0].OwnerRefs[0]); // In both.
        var owner = funds.Host.As("owner", FundsHost.Community, subject);
        Assert.Single((await owner.GetAsync(Path(here, "mine"))).Json.GetProperty("items").EnumerateArray());
        Assert.Empty((await owner.GetAsync(Path(there, "mine"))).Json.GetProperty("items").EnumerateArray());
        (await owner.GetAsync($"/api/v1/campaigns/{there.Campaign}/buildings/1/households"))
            .ExpectProblem(HttpStatusCode.Forbidden, "campaigns.not_your_building");
    }

    private static string Path(Opened opened, string which) =>
        $"/api/v1/campaigns/{opened.Campaign}/bills/{which}".TrimEnd('/');
}
