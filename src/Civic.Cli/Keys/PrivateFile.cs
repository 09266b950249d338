namespace CivicPlatform.Cli.Keys;

/// <summary>Files and folders that only their owner can read.</summary>
public static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a file (0600) unless it is there already; of several writers at once one wins.</summary>
    /// <returns>Whether this call made the file.</returns>
    public static bool CreateOnce(string path, Func<string> content)
    {
        if (File.Exists(path)) return false;
        var temporary = WriteTemporary(path, content());
        try
        {
            File.Move(temporary, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(temporary);
            return false;
        }
    }

    /// <summary>Replaces a file (0600) as a whole: a reader sees the old or the new content, never half.</summary>
    public static void Replace(string path, string content) =>
        File.Move(WriteTemporary(path, content), path, overwrite: true);

    /// <summary>Makes a folder with exactly this mode, also when it was there with another.</summary>
    public static void EnsureFolder(string path, UnixFileMode mode)
    {
        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, mode);
    }

    private static string WriteTemporary(string path, string content)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using var writer = new StreamWriter(temporary, options);
        writer.Write(content);
        return temporary;
    }
}
