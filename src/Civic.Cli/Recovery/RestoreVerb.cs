using CivicPlatform.Cli.Keys;
using Npgsql;

namespace CivicPlatform.Cli.Recovery;

/// <summary><c>restore DIR --data-dir NEW</c>: a backup becomes a data folder; prints RPO and RTO.</summary>
public static class RestoreVerb
{
    public static Verb Verb { get; } = new("restore", "DIR --data-dir NEW",
        "makes a new data folder of a backup, compares its counts and verifies it", RunAsync);

    private static async Task<int> RunAsync(Arguments arguments, CancellationToken ct)
    {
        var backup = Path.GetFullPath(arguments.Word("DIR"));
        var target = new DataFolder(arguments.Required("data-dir"));
        arguments.Done();
        try
        {
            return await new Restore(backup, target, Console.Out).RunAsync(ct) ? 0 : 1;
        }
        catch (Exception failure) when (failure is NpgsqlException or IOException or UnauthorizedAccessException)
        {
            throw new CivicException($"the backup could not be restored: {failure.Message}", failure);
        }
    }
}
