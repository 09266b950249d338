using System.Text.Json;
using CivicPlatform.Testing;
using Microsoft.Playwright;

namespace CivicPlatform.Portal.Tests;

/// <summary>Real Chromium on a phone's and on a desk's screen, with the rules of axe-core.</summary>
public sealed class BrowserTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    public static TheoryData<string, int, int> Pages => new()
    {
        { "/disclosure/", 390, 844 },
        { $"/disclosure/{FundsStub.CampaignId}", 390, 844 },
        { $"/disclosure/{FundsStub.CampaignId}", 1280, 900 },
        { $"/disclosure/{FundsStub.CampaignId}/buildings/4", 390, 844 },
        { $"/disclosure/{FundsStub.CampaignId}/buildings/5", 1280, 900 },
        { $"/disclosure/{FundsStub.CampaignId}/buildings/7", 390, 844 },
        { "/disclosure/0197f0aa-1111-7000-8000-00000000dead", 390, 844 },
    };

    [Theory, MemberData(nameof(Pages))]
    public async Task axe_finds_nothing_serious_and_nothing_scrolls_sideways(string path, int width, int height)
    {
        var page = await OpenAsync(path, width, height);

        var found = await AuditAsync(page);

        Assert.True(found.Count == 0, string.Join('\n', found));
        var wide = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        Assert.True(wide <= width, $"{wide} px wide on a screen of {width}");
    }

    [Fact]
    public async Task the_mark_stands_in_the_middle_of_the_bar_as_drawn()
    {
        var page = await OpenAsync($"/disclosure/{FundsStub.CampaignId}/buildings/4", 390, 844);

        var track = (await page.Locator(".hero .bar .track").BoundingBoxAsync())!;
        var fill = (await page.Locator(".hero .bar .fill").BoundingBoxAsync())!;
        var mark = (await page.Locator(".hero .bar .mark").BoundingBoxAsync())!;

        Assert.Equal(track.X + track.Width / 2, mark.X + mark.Width / 2, tolerance: 1.5);
        Assert.Equal(fill.X + fill.Width, mark.X + mark.Width / 2, tolerance: 1.5); // Exactly one half is in.
    }

    [Fact]
    public async Task a_keyboard_reaches_the_text_and_a_building_first()
    {
        var page = await OpenAsync($"/disclosure/{FundsStub.CampaignId}", 1280, 900);
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("跳到正文", await page.EvaluateAsync<string>("document.activeElement.textContent"));
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**#main");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("1号楼", await page.EvaluateAsync<string>("document.activeElement.textContent"));
        // Followed by address: on a busy machine Chromium drops a key that comes right after the jump within a page.
        await page.GotoAsync(await page.EvaluateAsync<string>("document.activeElement.href"));
        Assert.Equal("1号楼公示", await page.Locator("h1").InnerTextAsync());
    }

    [Fact]
    public async Task the_content_policy_blocks_nothing_of_ours()
    {
        var page = await portal.Browser.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add(message.Text);
        page.RequestFailed += (_, request) => complaints.Add(request.Url);
        await page.GotoAsync($"{portal.Campaign}", new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });

        Assert.Empty(complaints);
        var paper = await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
        Assert.Equal("rgb(245, 243, 238)", paper);
    }

    [Fact]
    public async Task prints_without_navigation_and_share_text()
    {
        var page = await OpenAsync($"/disclosure/{FundsStub.CampaignId}/buildings/4", 1280, 900);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        Assert.False(await page.Locator(".share").IsVisibleAsync());
        Assert.False(await page.Locator(".crumbs").IsVisibleAsync());
        Assert.True(await page.Locator("table.spendings").IsVisibleAsync());
    }

    private async Task<IPage> OpenAsync(string path, int width, int height)
    {
        var page = await portal.Browser.NewPageAsync(new BrowserNewPageOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            BypassCSP = true, // For axe alone; the policy has a test of its own.
        });
        await page.GotoAsync(portal.Url + path);
        if (Environment.GetEnvironmentVariable("PORTAL_SCREENSHOTS") is { } folder)
        {
            var name = path.Trim('/').Replace('/', '-');
            await page.ScreenshotAsync(new PageScreenshotOptions
            {
                Path = Path.Combine(folder, $"{name}-{width}.png"), FullPage = true,
            });
        }
        return page;
    }

    private static async Task<List<string>> AuditAsync(IPage page)
    {
        var axe = Repository.PathOf("tests", "browser", "node_modules", "axe-core", "axe.min.js");
        Assert.True(File.Exists(axe), "axe-core is missing: run ./civic setup --tests");
        await page.AddScriptTagAsync(new PageAddScriptTagOptions { Path = axe });
        var violations = await page.EvaluateAsync<JsonElement>("axe.run().then(r => r.violations)");
        return [.. violations.EnumerateArray()
            .Where(v => v.GetProperty("impact").GetString() is "serious" or "critical")
            .Select(v => $"{v.GetProperty("id")}: {v.GetProperty("nodes")[0].GetProperty("html")}")];
    }
}
