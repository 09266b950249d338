using System.Globalization;
using CivicPlatform.Faults.Tests.Suite;

namespace CivicPlatform.Faults.Tests.Crashes;

/// <summary>Looks again and again whether the history of a case only moves forward.</summary>
public sealed class CaseWatch(FaultContext context)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly List<string> _backwards = [];
    private volatile bool _stopping;

    /// <summary>Every look that saw less than the one before.</summary>
    public IReadOnlyList<string> Backwards => _backwards;

    public void Stop() => _stopping = true;

    /// <summary>Looks until it is stopped; how often it looked.</summary>
    public async Task<int> RunAsync()
    {
        var (looks, seen) = (0, new HashSet<string>(StringComparer.Ordinal));
        var version = 0L;
        for (; !_stopping; looks++)
        {
            var entries = await context.Platform.RowsAsync(
                "cases", "select id::text from timeline_entries where case_id = $1", context.Estate.CaseId);
            var now = entries.Select(e => e[0]).ToHashSet(StringComparer.Ordinal);
            if (!seen.IsSubsetOf(now)) _backwards.Add($"{seen.Except(now).Count()} entries of the time line went away");
            seen = now;

            var rows = await context.Platform.RowsAsync(
                "cases", "select version::text from cases where id = $1", context.Estate.CaseId);
            var read = rows.Count == 1 ? long.Parse(rows[0][0], CultureInfo.InvariantCulture) : -1;
            if (read < version) _backwards.Add($"version {version} of the case was followed by {read}");
            version = read;
            await Task.Delay(Pause);
        }
        return looks;
    }
}
