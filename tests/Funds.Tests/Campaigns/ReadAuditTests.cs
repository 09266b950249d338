using System.Net;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.Campaigns;

/// <summary>Who read whose bills: the audit row names the office and the collection, whoever reads them.</summary>
public sealed class ReadAuditTests(FundsHost funds) : IClassFixture<FundsHost>
{
    [Fact, Trait("rule", "PRIV-16")]
    public async Task looks_at_bills_and_payers_are_found_under_their_own_office()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        var reader = funds.Host.WithToken(Tokens.Issue(
            "reads-for-two", ["fund-manager"], ["110105001", FundsHost.Street]));
        string[] paths =
        [
            $"campaigns/{opened.Campaign}/bills?building=1&status=UNPAID",
            $"campaigns/{opened.Campaign}/bills?building={Uri.EscapeDataString("张三")}", // No code: kept out.
            $"campaigns/{opened.Campaign}/buildings/1/households",
            $"suspense-lines?accountId={opened.Account}&status=OPEN",
        ];
        foreach (var path in paths) (await reader.GetAsync($"/api/v1/{path}")).Expect(HttpStatusCode.OK);
        (await funds.Host.As("owner", FundsHost.Street, "reads-his-own")
            .GetAsync($"/api/v1/campaigns/{opened.Campaign}/bills/mine")).Expect(HttpStatusCode.OK);

        var (street, campaign) = (FundsHost.Street, opened.Campaign);
        Assert.Equal(
        [
            $"bill.read|{street}|{campaign}|building=1 status=UNPAID", $"bill.read|{street}|{campaign}",
            $"household.read|{street}|{campaign}|building=1", $"suspense.read|{street}|{opened.Account}|status=OPEN",
        ], await funds.Host.AuditOfAsync("reads-for-two"));
        Assert.Equal([$"bill.read-own|{street}|{campaign}|bills=OWN"], await funds.Host.AuditOfAsync("reads-his-own"));
    }
}
