using System.Diagnostics;

namespace CivicPlatform.Faults.Tests.Suite;

/// <summary>File systems under the servers' data that are small enough to be filled: loop devices, as root.</summary>
/// <remarks>ext4 in a sparse file, so that fsync means what it does elsewhere.</remarks>
public sealed class SmallDisks
{
    private const string Size = "2G";
    private readonly List<string> _mounted = [];

    /// <summary>Why there are none; null when they are mounted.</summary>
    public string? Refusal { get; private set; } = "not mounted";

    /// <summary>Mounts one under postgres and one under rabbitmq of a data folder that holds nothing yet.</summary>
    public async Task MountAsync(string dataFolder)
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
        {
            Refusal = "needs root, to mount small file systems";
            return;
        }
        foreach (var server in (string[])["postgres", "rabbitmq"])
        {
            var (image, folder) = (Path.Combine(dataFolder, $"{server}.img"), Path.Combine(dataFolder, server));
            Directory.CreateDirectory(folder);
            if (!await TryAsync("truncate", "-s", Size, image) || !await TryAsync("mkfs.ext4", "-q", "-m", "0", image)
                || !await TryAsync("mount", "-o", "loop", image, folder))
            {
                Refusal = "loop devices cannot be mounted here";
                Release();
                return;
            }
            _mounted.Add(folder);
        }
        Refusal = null;
    }

    /// <summary>Takes all free space of a server's file system but that many bytes.</summary>
    public static async Task<Ballast> FillAsync(string folder, long leaveBytes)
    {
        var file = Path.Combine(folder, "ballast");
        var free = new DriveInfo(folder).AvailableFreeSpace - leaveBytes;
        if (!await TryAsync("fallocate", "-l", $"{Math.Max(free, 4096)}", file))
            throw new InvalidOperationException($"{folder} could not be filled.");
        return new Ballast(file);
    }

    /// <summary>Unmounts lazily: the servers may still hold their files for a moment.</summary>
    public void Release()
    {
        foreach (var folder in _mounted)
        {
            using var unmount = Process.Start("umount", ["-l", folder]);
            unmount.WaitForExit();
        }
        _mounted.Clear();
    }

    private static async Task<bool> TryAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardError = true, RedirectStandardOutput = true,
            })!;
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // The program is not there.
        }
    }
}

/// <summary>What fills a disk; gone when disposed.</summary>
public sealed class Ballast(string file) : IDisposable
{
    public void Dispose() => File.Delete(file);
}
