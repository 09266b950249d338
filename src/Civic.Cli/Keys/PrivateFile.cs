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

    /// <summary>A folder for its owner alone (0700).</summary>
    public const UnixFileMode OwnerFolder = OwnerOnly | UnixFileMode.UserExecute;

    /// <summary>Copies a file into one of mode 0600, whatever the mode of the first.</summary>
    public static void Copy(string from, string to)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var target = new FileStream(to, options);
        source.CopyTo(target);
        target.Flush(flushToDisk: true);
    }

    /// <summary>Appends lines (0600); a last line without its end, left by a crash, goes.</summary>
    public static void Append(string path, IEnumerable<string> lines)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using var stream = new FileStream(path, options);
        for (var end = stream.Length; end > 0; end--)
        {
            stream.Position = end - 1;
            if (stream.ReadByte() == '\n') break;
            stream.SetLength(end - 1);
        }
        stream.Position = stream.Length;
        stream.Write(System.Text.Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
        stream.Flush(flushToDisk: true);
    }

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
