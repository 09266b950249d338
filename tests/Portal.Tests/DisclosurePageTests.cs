using System.Net;
using System.Text.Json.Nodes;

namespace CivicPlatform.Portal.Tests;

public sealed class DisclosurePageTests(PortalFixture portal) : IClassFixture<PortalFixture>, IAsyncDisposable
{
    [Fact]
    public async Task a_campaign_costs_one_request_to_funds_and_no_login()
    {
        var before = portal.Funds.Requests;
        var (status, page) = await GetAsync($"/disclosure/{FundsStub.CampaignId}");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(1, portal.Funds.Requests - before);
        Assert.Contains("1,720,669.22", page);
        Assert.Contains("1,517,731.01", page);
        Assert.Contains("88.3%", page);
        Assert.Contains("350,000.00", page);
        Assert.Contains("京安电梯工程有限公司", page);
    }

    [Fact, Trait("rule", "PRIV-11")]
    public async Task a_building_of_four_households_shows_no_figures()
    {
        var (_, page) = await GetAsync($"/disclosure/{FundsStub.CampaignId}/buildings/7");
        Assert.Contains("户数较少的楼栋不予公布收缴数额", page);
        Assert.DoesNotContain("bar-total", page);
    }

    [Fact]
    public async Task nothing_on_a_page_needs_a_script_or_a_style_attribute()
    {
        using var response = await portal.Http.GetAsync(
            $"/disclosure/{FundsStub.CampaignId}", TestContext.Current.CancellationToken);
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain("style=", page);
    }

    [Theory]
    [InlineData("/disclosure/0197f0aa-1111-7000-8000-00000000dead", "没有这份公示")]
    [InlineData("/disclosure/0197f0aa-1111-7000-8000-000000000001/buildings/99", "没有这份公示")]
    [InlineData("/disclosure/not-an-id", "没有这份公示")]
    [InlineData("/portal/nothing", "没有这个页面")]
    public async Task an_unknown_campaign_building_or_page_is_404_in_chinese(string path, string title)
    {
        var (status, page) = await GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains($"<h1>{title}</h1>", page);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("not json")]
    [InlineData("{}")]
    public async Task funds_away_or_out_of_its_mind_is_503_in_chinese(string? answer)
    {
        portal.Funds.Answer = answer;
        var (status, page) = await GetAsync($"/disclosure/{FundsStub.CampaignId}");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("公示暂时无法显示", page);
    }

    [Fact, Trait("rule", "RAISE-03")]
    public async Task a_refund_after_the_start_is_said_and_stops_nothing()
    {
        var page = await BuildingAsync(collected: "143619.30", percent: "49.4", reachedOn: "2023-06-22");
        Assert.Contains("因退款现低于启动线，已开工的不停工", page);
        Assert.Contains("未达到启动线", page); // The picture's own words.
    }

    [Fact, Trait("rule", "RAISE-03")]
    public async Task exactly_one_half_is_reached_and_one_payment_less_is_not()
    {
        Assert.Contains("，已达到启动线", await BuildingAsync("145233.00", "50.0", reachedOn: null));
        var before = await BuildingAsync("143619.30", "49.4", reachedOn: null);
        Assert.Contains("距启动线还差 <span class=\"figure\">1,613.70</span> 元", before);
    }

    [Fact]
    public async Task a_search_leads_to_the_campaign_and_says_what_is_wrong_with_a_number()
    {
        using var found = await portal.Http.GetAsync(
            $"/disclosure/?id={FundsStub.CampaignId}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Redirect, found.StatusCode);
        Assert.EndsWith($"/disclosure/{FundsStub.CampaignId}", found.Headers.Location!.ToString());

        var (_, wrong) = await GetAsync("/disclosure/?id=%3Cscript%3E");
        Assert.Contains("公示编号格式不对", wrong);
        Assert.DoesNotContain("<script>", wrong);
    }

    public ValueTask DisposeAsync()
    {
        portal.Funds.Answer = FundsStub.Captured;
        return ValueTask.CompletedTask;
    }

    private async Task<string> BuildingAsync(string collected, string percent, string? reachedOn)
    {
        var disclosure = JsonNode.Parse(FundsStub.Captured)!;
        var building = disclosure["buildings"]!.AsArray().Single(b => (string?)b!["building"] == "4")!;
        (building["collected"], building["collectedPercent"], building["thresholdReachedOn"]) =
            (collected, percent, reachedOn);
        portal.Funds.Answer = disclosure.ToJsonString();
        return (await GetAsync($"/disclosure/{FundsStub.CampaignId}/buildings/4")).Page;
    }

    private async Task<(HttpStatusCode Status, string Page)> GetAsync(string path)
    {
        using var response = await portal.Http.GetAsync(path, TestContext.Current.CancellationToken);
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        // Razor writes Chinese as character references; only those are undone, so that markup stays markup.
        return (response.StatusCode, System.Text.RegularExpressions.Regex.Replace(
            page, "&#x([0-9A-F]+);", m => char.ConvertFromUtf32(Convert.ToInt32(m.Groups[1].Value, 16))));
    }
}
