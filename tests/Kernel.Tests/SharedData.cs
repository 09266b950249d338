using System.Runtime.CompilerServices;

namespace CivicPlatform.Kernel.Tests;

/// <summary>Data beside the repository that a checkout may lack; tests that read it skip loudly then.</summary>
internal static class SharedData
{
    public static string Root { get; } = Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "shared", "data"));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
