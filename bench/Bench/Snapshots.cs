using CivicPlatform.Cli;
using System.Diagnostics;
using System.Net.Http.Json;

namespace CivicPlatform.Bench;

/// <summary>POST /campaigns/{id}/snapshots for an estate of many buildings.</summary>
internal static class Snapshots
{
    private const int Buildings = 1_000;

    public static async Task RunAsync(RunningPlatform platform, Report report, CancellationToken ct)
    {
        var token = platform.Token(CasePosts.Street, "street-clerk", "fund-manager");
        using var registry = platform.Client("registry", token);
        var name = Estates.NewName("公示");
        var units = await Estates.ImportAsync(registry, [name], Buildings, ct);
        var estate = await Estates.FindAsync(platform, name, ct);
        using var funds = platform.Client("funds", token);
        var (_, campaign) = await Payments.OpenAsync(platform, funds, estate, units, ct);

        var watch = Stopwatch.StartNew();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/campaigns/{campaign}/snapshots")
        {
            Content = JsonContent.Create(new { }),
        };
        request.Headers.Add("Idempotency-Key", $"bench-{campaign:N}");
        using var answer = await funds.SendAsync(request, ct);
        if (!answer.IsSuccessStatusCode) throw new CivicException(await answer.Content.ReadAsStringAsync(ct));
        report.Add("POST /campaigns/{id}/snapshots", ["seconds"],
            [[$"{Buildings} buildings, {units} households", Report.Figure(watch.Elapsed.TotalSeconds)]]);
    }
}
