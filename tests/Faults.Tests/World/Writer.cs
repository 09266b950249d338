using System.Diagnostics;

namespace CivicPlatform.Faults.Tests.World;

/// <summary>A client as ours asks clients to be: the same key until there is an answer, within a bound.</summary>
public static class Writer
{
    private static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Sends until there is an answer; what came of it goes into the history.</summary>
    public static async Task<Answer?> WriteAsync(Write write, History history)
    {
        var (started, watch) = (Stopwatch.GetTimestamp(), Stopwatch.StartNew());
        for (var tries = 1; watch.Elapsed < GiveUpAfter; tries++)
        {
            if (await TryAsync(write) is { } answer)
            {
                if ((int)answer.Status is >= 200 and < 300)
                {
                    history.Add(new Acknowledged(write, answer, started, watch.Elapsed, tries));
                    return answer;
                }
                history.Fail(answer);
                if (!MayRepeat(answer))
                {
                    history.Refuse(write, answer);
                    return answer;
                }
            }
            await Task.Delay(Pause);
        }
        history.GiveUp(write);
        return null;
    }

    /// <summary>Null when the connection broke or nobody answered in time.</summary>
    private static async Task<Answer?> TryAsync(Write write)
    {
        using var timeout = new CancellationTokenSource(TryTimeout);
        try
        {
            return await write.SendAsync(timeout.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return null; // The key makes the next try safe.
        }
    }

    /// <summary>5xx, 429 and a refusal that says of itself that it passes.</summary>
    public static bool MayRepeat(Answer answer) => (int)answer.Status is >= 500 or 429
        || (answer.MediaType == "application/problem+json" && answer.Json.TryGetProperty("retryable", out _));
}
