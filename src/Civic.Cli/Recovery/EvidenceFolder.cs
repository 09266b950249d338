using CivicPlatform.Cli.Keys;

namespace CivicPlatform.Cli.Recovery;

/// <summary>The ciphered scans (选票原件) on their way into a backup and out of it.</summary>
internal static class EvidenceFolder
{
    /// <summary>Copies what is not there yet; a scan is written once, and what is half written has a dot.</summary>
    public static void Copy(string from, string to)
    {
        if (!Directory.Exists(from)) return;
        PrivateFile.EnsureFolder(to, PrivateFile.OwnerFolder);
        foreach (var folder in Directory.EnumerateDirectories(from))
        {
            var target = Path.Combine(to, Path.GetFileName(folder));
            PrivateFile.EnsureFolder(target, PrivateFile.OwnerFolder);
            foreach (var file in Directory.EnumerateFiles(folder))
            {
                var copy = Path.Combine(target, Path.GetFileName(file));
                if (!Path.GetFileName(file).Contains('.') && !File.Exists(copy)) PrivateFile.Copy(file, copy);
            }
        }
    }
}
