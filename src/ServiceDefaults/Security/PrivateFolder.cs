namespace CivicPlatform.ServiceDefaults.Security;

/// <summary>Folders of the data folder that a service makes itself: nobody but its own user looks into them.</summary>
public static class PrivateFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes the folder where it is missing; one that is there keeps its mode.</summary>
    /// <remarks>The system makes missing parents with its own mode: make those of ours first.</remarks>
    public static void Ensure(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, OwnerOnly);
    }
}
