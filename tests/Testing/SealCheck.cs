using CivicPlatform.Cli.Verify;
using CivicPlatform.Kernel.Seals;
using Npgsql;

namespace CivicPlatform.Testing;

/// <summary>What <c>./civic verify</c> says about a test's database.</summary>
public static class SealCheck
{
    /// <summary>One report a chain.</summary>
    public static Task<IReadOnlyList<ChainReport>> VerifyAsync(
        string service, TestDatabase database, TimeSpan? grace = null, bool isAtRest = false) =>
        new DatabaseVerifier(service, database.Superuser, database.SealFolder, SealKey.FromFile(Servers.Keys.SealKey))
        {
            Grace = grace ?? TimeSpan.FromSeconds(60),
            IsAtRest = isAtRest,
        }.RunAsync(TestContext.Current.CancellationToken);

    /// <summary>The first fault; null when everything holds.</summary>
    public static async Task<Fault?> FaultAsync(
        string service, TestDatabase database, TimeSpan? grace = null, bool isAtRest = false) =>
        (await VerifyAsync(service, database, grace, isAtRest)).FirstOrDefault(r => r.Fault is not null)?.Fault;

    /// <summary>Waits until every committed row stands in a block and in the file, and everything holds.</summary>
    public static Task AllSealedAsync(string service, TestDatabase database) => Eventually.Async(async () =>
    {
        var reports = await VerifyAsync(service, database, TimeSpan.Zero);
        Assert.All(reports, r => Assert.Null(r.Fault));
        Assert.All(reports, r => Assert.DoesNotContain("not sealed yet", r.Summary, StringComparison.Ordinal));
    });

    /// <summary>As a superuser who has switched the triggers off.</summary>
    public static async Task TamperAsync(TestDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.Superuser);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand($"set session_replication_role = replica; {sql}", connection);
        Assert.True(await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken) > 0, "Nothing changed.");
        await connection.CloseAsync();
        NpgsqlConnection.ClearPool(connection); // Its sessions keep the role.
    }
}
