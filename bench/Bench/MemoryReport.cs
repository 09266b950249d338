using System.Globalization;

namespace CivicPlatform.Bench;

/// <summary>Resident memory of every process of the platform, from /proc.</summary>
internal static class MemoryReport
{
    public static void Add(RunningPlatform platform, Report report, string when)
    {
        var parents = Parents();
        var running = platform.Resources.Where(r => r.Pid is not null).OrderBy(r => r.Instance, StringComparer.Ordinal);
        report.Add($"Memory {when}, MB", ["resident", "own share"], running.Select(resource =>
        {
            // A server is its process and its children; shared pages are counted once by the own share (PSS).
            var family = Family(resource.Pid!.Value, parents);
            var resident = family.Sum(pid => Field(pid, "status", "VmRSS")) / 1024;
            var share = family.Sum(pid => Field(pid, "smaps_rollup", "Pss")) / 1024;
            return new[] { resource.Instance, $"{resident}", $"{share}" };
        }));
    }

    /// <summary>Resident memory of the first process of that name, MB.</summary>
    public static long ResidentOf(RunningPlatform platform, string name) =>
        platform.Resources.FirstOrDefault(r => r.Name == name && r.Pid is not null) is { Pid: { } pid }
            ? Field(pid, "status", "VmRSS") / 1024
            : 0;

    /// <summary>A process and all that it started.</summary>
    internal static IReadOnlyList<int> FamilyOf(int root) => Family(root, Parents());

    private static List<int> Family(int root, ILookup<int, int> children)
    {
        var family = new List<int> { root };
        for (var i = 0; i < family.Count && i < 10_000; i++) family.AddRange(children[family[i]]);
        return family;
    }

    private static ILookup<int, int> Parents() => Directory.EnumerateDirectories("/proc")
        .Select(d => int.TryParse(Path.GetFileName(d), out var pid) ? pid : 0).Where(pid => pid > 0)
        .ToLookup(pid => (int)Field(pid, "status", "PPid"));

    // A process may end while it is looked at, and another user's may not be looked at.
    private static long Field(int pid, string file, string name)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/{file}")
                .FirstOrDefault(l => l.StartsWith($"{name}:", StringComparison.Ordinal));
            var figure = line?[(name.Length + 1)..].Replace("kB", "", StringComparison.Ordinal).Trim();
            return figure is null ? 0 : long.Parse(figure, CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
