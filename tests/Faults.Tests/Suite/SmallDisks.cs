using System.Diagnostics;

namespace CivicPlatform.Faults.Tests.Suite;

/// <summary>File systems under the servers' data that are small enough to be filled: loop devices, as root.</summary>
/// <remarks>ext4 in a sparse file, so that fsync means what it does elsewhere.</remarks>
public sealed class SmallDisks
{
    // Sparse: ten minutes of writes without a broker fill two gigabytes.
    private const string Size = "8G";
    private const long LastBit = 32L << 20;
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

    /// <summary>Takes all free space of a file system but that many bytes; 0 fills it to the last block.</summary>
    public static async Task<Ballast> FillAsync(string folder, long leaveBytes)
    {
        var ballast = new Ballast(Path.Combine(folder, "ballast"));
        // The server goes on writing meanwhile, so most of it is taken at once and the last bit as it is found.
        var free = new DriveInfo(folder).AvailableFreeSpace - leaveBytes - LastBit;
        if (free > 0 && !await TryAsync("fallocate", "-l", $"{free}", ballast.Path))
            throw new InvalidOperationException($"{folder} could not be filled.");
        if (leaveBytes == 0) ballast.TakeTheRest(LastBit * 2);
        return ballast;
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
public sealed class Ballast(string path) : IDisposable
{
    public string Path => path;

    /// <summary>Writes until there is no space left.</summary>
    internal void TakeTheRest(long most)
    {
        var block = new byte[64 << 10];
        using var file = new FileStream($"{path}.rest", FileMode.Create, FileAccess.Write, FileShare.None, 0);
        try
        {
            while (file.Length < most) file.Write(block);
            file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            // Full: that is what it is for.
        }
    }

    public void Dispose()
    {
        File.Delete(path);
        File.Delete($"{path}.rest");
    }
}
