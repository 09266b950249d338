using CivicPlatform.ServiceDefaults.Data;

namespace CivicPlatform.ServiceDefaults.Tests.Data;

public sealed class MigrationNamesTests
{
    /// <summary>Applied files are known by name: the second of two would never run.</summary>
    [Fact]
    public async Task a_service_cannot_use_the_name_of_a_platform_migration()
    {
        var database = await Servers.CreateDatabaseAsync("notifications");
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => MigrationRunner.RunAsync(
            database.Owner, typeof(Servers).Assembly, TestContext.Current.CancellationToken));
        Assert.Contains("0000_platform.sql", refused.Message, StringComparison.Ordinal);
    }
}
