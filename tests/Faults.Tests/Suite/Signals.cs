using System.Diagnostics;
using System.Globalization;

namespace CivicPlatform.Faults.Tests.Suite;

/// <summary>Signals to single processes by their id, and what /proc tells of them.</summary>
public static class Signals
{
    /// <summary>KILL, STOP, CONT or TERM; false when the process is gone.</summary>
    public static bool Send(string signal, int pid)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{signal}", $"{pid}"])
        {
            RedirectStandardError = true,
        })!;
        kill.WaitForExit();
        return kill.ExitCode == 0;
    }

    /// <summary>Whether it runs; a zombie does not.</summary>
    public static bool IsAlive(int pid) => ReadStat(pid) is { State: not "Z" };

    /// <summary>Pids of a process's direct children with that program name.</summary>
    public static IReadOnlyList<int> ChildrenOf(int pid, string program)
    {
        var children = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var child)) continue;
            if (ReadStat(child) is { } stat && stat.Parent == pid && stat.Name == program) children.Add(child);
        }
        return children;
    }

    /// <summary>Resident memory in MB; 0 when the process is gone.</summary>
    public static long ResidentMb(int pid)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/status")
                .FirstOrDefault(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
            var kilobytes = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1] ?? "0";
            return long.Parse(kilobytes, CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static (string Name, string State, int Parent)? ReadStat(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var (open, close) = (stat.IndexOf('('), stat.LastIndexOf(')'));
            var rest = stat[(close + 2)..].Split(' ');
            return (stat[(open + 1)..close], rest[0], int.Parse(rest[1], CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return null; // It ended between the two looks.
        }
    }
}
