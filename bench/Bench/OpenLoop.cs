using System.Diagnostics;
using System.Net.Http.Json;

namespace CivicPlatform.Bench;

/// <summary>Sends cases at a rate that slow answers do not slow down.</summary>
internal static class OpenLoop
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(2);

    /// <summary>Milliseconds from sending to answer of every case, sorted. Refused ones end the run.</summary>
    public static async Task<double[]> PostCasesAsync(
        HttpClient http, string division, int perSecond, TimeSpan length, CancellationToken ct) =>
        [.. (await SendAsync(perSecond, length, () => PostAsync(http, division, ct), ct)).Order()];

    /// <summary>Starts so many a second, whatever became of the earlier ones; what each of them gave.</summary>
    /// <remarks>What is under way is bounded by rate and length: a request ends after the client's time-out.</remarks>
    public static async Task<T[]> SendAsync<T>(
        int perSecond, TimeSpan length, Func<Task<T>> send, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Tick);
        var watch = Stopwatch.StartNew();
        var under = new List<Task<T>>();
        while (watch.Elapsed < length && await timer.WaitForNextTickAsync(ct))
        {
            var due = Math.Min(watch.Elapsed.TotalSeconds, length.TotalSeconds) * perSecond;
            while (under.Count < due) under.Add(send());
        }
        return await Task.WhenAll(under);
    }

    /// <summary>The figure that the share of the others does not exceed; 0 of none.</summary>
    public static double At(double[] sorted, double share) =>
        sorted.Length == 0 ? 0 : sorted[(int)((sorted.Length - 1) * share)];

    private static async Task<double> PostAsync(HttpClient http, string division, CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/cases")
        {
            Content = JsonContent.Create(new
            {
                divisionCode = division, channel = "PATROL", type = "HELP", matter = "LIFT_FAILURE",
                description = "电梯停运",
            }),
        };
        request.Headers.Add("Idempotency-Key", $"{Guid.NewGuid():N}");
        using var answer = await http.SendAsync(request, ct);
        answer.EnsureSuccessStatusCode();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
