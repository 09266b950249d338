using CivicPlatform.Portal.Disclosures;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Playwright;

namespace CivicPlatform.Portal.Tests;

/// <summary>The portal on Kestrel, as a browser reaches it.</summary>
public sealed class PortalFixture : IAsyncLifetime
{
    private PortalHost _host = null!;

    public FundsStub Funds { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    /// <summary>Real Chromium, one for all the tests of a class.</summary>
    public IBrowser Browser { get; private set; } = null!;

    private IPlaywright Playwright { get; set; } = null!;

    public string Url => Http.BaseAddress!.ToString().TrimEnd('/');

    public string Campaign => $"{Url}/disclosure/{FundsStub.CampaignId}";

    public async ValueTask InitializeAsync()
    {
        Funds = await FundsStub.StartAsync();
        _host = new PortalHost(Funds.Url);
        _host.StartServer();
        using var told = _host.CreateClient(); // Knows the address that Kestrel took.
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = told.BaseAddress };
        Playwright = await Microsoft.Playwright.Playwright.CreateAsync();
        Browser = await Playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        Playwright.Dispose();
        Http.Dispose();
        await _host.DisposeAsync();
        await Funds.DisposeAsync();
    }

    private sealed class PortalHost : WebApplicationFactory<DisclosureClient>
    {
        private readonly string _funds;

        public PortalHost(string funds)
        {
            _funds = funds;
            UseKestrel(0);
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Development");
            builder.UseSetting("services:funds:http:0", _funds);
        }
    }
}
