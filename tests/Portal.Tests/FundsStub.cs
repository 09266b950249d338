using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CivicPlatform.Portal.Tests;

/// <summary>Stands where Funds stands and plays its captured answer; Platform.Tests runs the real one.</summary>
public sealed class FundsStub : IAsyncDisposable
{
    public const string CampaignId = "0197f0aa-1111-7000-8000-000000000001";

    private readonly WebApplication _app;
    private int _requests;

    private FundsStub(WebApplication app) => _app = app;

    /// <summary>The answer, which a test may change; null plays 503.</summary>
    public string? Answer { get; set; } = Captured;

    public static string Captured { get; } =
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Captured", "disclosure.json"));

    public string Url => _app.Urls.First();

    public int Requests => _requests;

    public static async Task<FundsStub> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var stub = new FundsStub(builder.Build());
        stub._app.MapGet("/api/v1/disclosures/{id}", stub.Get);
        await stub._app.StartAsync();
        return stub;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IResult Get(string id)
    {
        Interlocked.Increment(ref _requests);
        if (Answer is null) return Results.StatusCode(503);
        return id == CampaignId ? Results.Text(Answer, "application/json") : Results.NotFound();
    }
}
