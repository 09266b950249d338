using CivicPlatform.ServiceDefaults.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace CivicPlatform.ServiceDefaults.Http;

/// <summary>A body that can be read twice; what does not fit into memory lies in a file without a name.</summary>
/// <remarks>
/// A process that is killed leaves no owners' list behind: a file without a name goes with it, and one that was still
/// being received is removed when the next process starts (<see cref="KeepIn"/>).
/// </remarks>
public static class RequestBuffer
{
    private const int InMemory = 64 * 1024;
    private const string Files = "ASPNETCORE_*.tmp", FolderVariable = "ASPNETCORE_TEMP";

    /// <summary>Makes the body readable again, from its start.</summary>
    internal static void Enable(HttpRequest request) => request.EnableBuffering(InMemory);

    /// <summary>Once the body was received whole: takes its file's name away and goes back to its start.</summary>
    internal static void Rewind(HttpRequest request)
    {
        if (request.Body is FileBufferingReadStream { TempFileName: { } file }) File.Delete(file);
        request.Body.Position = 0;
    }

    /// <summary>
    /// Takes that folder of the service for its files, and removes what killed processes left there; a replica's open
    /// files keep their contents. Null leaves the system's folder for temporary files.
    /// </summary>
    public static void KeepIn(string? folder)
    {
        if (folder is null) return;
        PrivateFolder.Ensure(folder);
        foreach (var file in Directory.EnumerateFiles(folder, Files)) File.Delete(file);
        Environment.SetEnvironmentVariable(FolderVariable, folder);
    }
}
