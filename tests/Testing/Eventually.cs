using System.Diagnostics;

namespace CivicPlatform.Testing;

/// <summary>Waits for what other services will have done soon; never longer than the bound.</summary>
public static class Eventually
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Repeats the assertion until it holds; then, or at the bound, its own failure speaks.</summary>
    public static async Task Async(Func<Task> assertion, TimeSpan? bound = null)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await assertion();
                return;
            }
            catch (Exception) when (waited.Elapsed < (bound ?? Bound))
            {
                await Task.Delay(Pause, TestContext.Current.CancellationToken);
            }
        }
    }
}
