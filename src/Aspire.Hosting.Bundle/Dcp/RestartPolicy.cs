namespace Aspire.Hosting.Dcp;

/// <summary>How long to wait before a crashed process is started again: longer with every crash in a row.</summary>
/// <remarks>
/// DCP leaves a crashed process as it is, and the official host waits for somebody to press Start. A street office
/// has nobody who does (docs/decisions/0010): we start it again, and a process that never gets healthy costs little.
/// </remarks>
internal sealed class RestartPolicy
{
    private static readonly TimeSpan[] Delays =
        [.. new[] { 0.2, 0.5, 1, 2, 5, 10 }.Select(TimeSpan.FromSeconds)];

    private int crashes;

    /// <summary>A process that ran this long was not in a crash loop.</summary>
    public static TimeSpan LongRun { get; } = TimeSpan.FromSeconds(5);

    /// <summary>The pause before the next start.</summary>
    /// <param name="ran">How long the process ran that crashed now.</param>
    public TimeSpan NextDelay(TimeSpan ran)
    {
        if (ran >= LongRun) crashes = 0;
        return Delays[Math.Min(crashes++, Delays.Length - 1)];
    }
}
