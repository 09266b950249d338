using CivicPlatform.Cli.Databases;
using CivicPlatform.Cli.Keys;
using CivicPlatform.Cli.Recovery;
using CivicPlatform.Kernel.Seals;

namespace CivicPlatform.Cli.Verify;

/// <summary><c>verify</c>: recomputes every chain and the ledger, and names the first bad row of each.</summary>
public static class VerifyVerb
{
    public static Verb Verb { get; } = new("verify", "[--data-dir DIR]",
        "recomputes all sealed chains and the ledger; names the first bad row", RunAsync);

    private static async Task<int> RunAsync(Arguments arguments, CancellationToken ct)
    {
        var folder = new DataFolder(arguments.Option("data-dir") ?? DataFolder.DefaultPath);
        arguments.Done();
        await using var database = await PlatformDatabase.OpenAsync(folder, ct);
        return await RunAsync(
            database.Superuser, folder, Console.Out, (TimeSpan.FromSeconds(60), database.IsAtRest), ct) ? 0 : 1;
    }

    /// <summary>Verifies all services and prints a line a chain; true when everything holds.</summary>
    /// <param name="seals">As in <see cref="DatabaseVerifier"/>.</param>
    internal static async Task<bool> RunAsync(
        string superuser, DataFolder folder, TextWriter output, (TimeSpan Grace, bool IsAtRest) seals,
        CancellationToken ct)
    {
        var key = ReadKey(folder);
        var holds = true;
        foreach (var service in ServiceDatabase.All)
        {
            var connection = new Npgsql.NpgsqlConnectionStringBuilder(superuser) { Database = service.Name };
            var verifier = new DatabaseVerifier(service.Name, connection.ConnectionString, folder.Seal, key)
            {
                Grace = seals.Grace,
                IsAtRest = seals.IsAtRest,
            };
            foreach (var report in await verifier.RunAsync(ct))
            {
                await output.WriteLineAsync(report.Summary);
                if (report.Fault is null) continue;
                holds = false;
                await output.WriteLineAsync(report.Fault.ToString());
            }
        }
        await output.WriteLineAsync(holds ? "verified: everything is as it was sealed" : "NOT verified");
        return holds;
    }

    internal static SealKey ReadKey(DataFolder folder)
    {
        try
        {
            return SealKey.FromFile(folder.SealKey);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new CivicException($"cannot read the seal key {folder.SealKey}: {failure.Message}", failure);
        }
    }
}
