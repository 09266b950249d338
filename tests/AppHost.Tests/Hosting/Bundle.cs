using System.Reflection;
using CivicPlatform.AppHost.Tests.Servers;

namespace CivicPlatform.AppHost.Tests.Hosting;

/// <summary>Finds the Aspire bundle; tests that need it are skipped, and say so, where it was not installed.</summary>
internal static class Bundle
{
    public const string Missing = "The Aspire bundle is not installed: run ./civic setup, or set ASPIRE_BUNDLE_PATH.";

    public static string Path { get; } =
        Environment.GetEnvironmentVariable("ASPIRE_BUNDLE_PATH")
        ?? System.IO.Path.Combine(RunScript.Root, ".data", "aspire");

    public static bool IsMissing => !File.Exists(System.IO.Path.Combine(Path, "dcp", "dcp"));

    /// <summary>The configuration in which the tests were built: AppHost was built in the same.</summary>
    public static string Configuration { get; } =
        typeof(Bundle).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
}
