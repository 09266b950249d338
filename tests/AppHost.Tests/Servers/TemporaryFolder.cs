namespace CivicPlatform.AppHost.Tests.Servers;

/// <summary>A folder of a test that servers with users of their own can pass through; gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private const UnixFileMode PassThrough = UnixFileMode.UserRead | UnixFileMode.UserWrite
        | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public TemporaryFolder()
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"civic-{Guid.NewGuid():N}");
        Directory.CreateDirectory(Path);
        SetMode(Path, PassThrough);
    }

    public string Path { get; }

    public string In(string name) => System.IO.Path.Combine(Path, name);

    public static void SetMode(string path, UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException();
        File.SetUnixFileMode(path, mode);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
