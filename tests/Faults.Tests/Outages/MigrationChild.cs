using System.Reflection;
using CivicPlatform.ServiceDefaults.Data;

namespace CivicPlatform.Faults.Tests.Outages;

/// <summary>A child process that applies this assembly's slow migration, to be killed in the middle (F4).</summary>
public static class MigrationChild
{
    public const string Verb = "migrate-slowly";

    /// <summary>As a service's own migrate mode does it.</summary>
    public static async Task<int> RunAsync(string ownerConnection)
    {
        var count = await MigrationRunner.RunAsync(
            ownerConnection, Assembly.GetExecutingAssembly(), CancellationToken.None);
        Console.WriteLine($"{count} migrations applied");
        return 0;
    }
}
