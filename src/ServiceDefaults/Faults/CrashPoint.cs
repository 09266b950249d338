using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace CivicPlatform.ServiceDefaults.Faults;

/// <summary>Steps at which the fault suite may kill a service: one null check while it is off.</summary>
/// <remarks>
/// <c>Faults__CrashFolder</c> switches it on, in Development only. A file <c>service.point</c> in that folder arms a
/// point; the first process of the service to get there takes the file away and dies as by <c>kill -9</c>.
/// </remarks>
public static class CrashPoint
{
    /// <summary>The effect is written, nothing is committed.</summary>
    public const string BeforeCommit = "before-commit";

    /// <summary>Committed; the relay has not been told and nobody has an answer.</summary>
    public const string AfterCommit = "after-commit";

    /// <summary>The relay has been told; the caller has not.</summary>
    public const string BeforeAnswer = "before-answer";

    /// <summary>The broker has confirmed; the outbox still holds the rows.</summary>
    public const string AfterPublishBeforeDelete = "after-publish-before-delete";

    /// <summary>The handler is done, nothing is committed.</summary>
    public const string AfterConsumeBeforeCommit = "after-consume-before-commit";

    /// <summary>Inbox row and effect are committed; the broker has no acknowledgement.</summary>
    public const string AfterCommitBeforeAck = "after-commit-before-ack";

    private static string? _prefix; // Folder and service of the armed files; null while off.

    /// <summary>Reads the switch; without Development it stays off whatever the configuration says.</summary>
    internal static void Configure(IConfiguration configuration, IHostEnvironment environment, string service)
    {
        if (!environment.IsDevelopment() || configuration["Faults:CrashFolder"] is not { Length: > 0 } folder) return;
        _prefix = Path.Combine(folder, service);
    }

    /// <summary>Kills this process when the point is armed; otherwise does nothing.</summary>
    public static void Reached(string point)
    {
        if (_prefix is not null) CrashIfArmed($"{_prefix}.{point}");
    }

    private static void CrashIfArmed(string armed)
    {
        if (!File.Exists(armed)) return;
        try
        {
            File.Move(armed, $"{armed}.{Environment.ProcessId}.done");
        }
        catch (FileNotFoundException)
        {
            return; // Another replica was first: one file, one crash.
        }
        Process.GetCurrentProcess().Kill();
    }
}
