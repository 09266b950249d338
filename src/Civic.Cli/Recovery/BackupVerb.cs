using CivicPlatform.Cli.Keys;
using Npgsql;

namespace CivicPlatform.Cli.Recovery;

/// <summary><c>backup DIR</c>: a copy of everything that cannot be made again, while the platform runs.</summary>
public static class BackupVerb
{
    public static Verb Verb { get; } = new("backup", "DIR [--data-dir DIR] [--follow]",
        "backs up databases, log, keys and seals of the running platform; --follow goes on receiving", RunAsync);

    private static async Task<int> RunAsync(Arguments arguments, CancellationToken ct)
    {
        var target = Path.GetFullPath(arguments.Word("DIR"));
        var folder = new DataFolder(arguments.Option("data-dir") ?? DataFolder.DefaultPath);
        var follow = arguments.Option("follow") is not null;
        arguments.Done();
        try
        {
            await using var database = await PlatformDatabase.OpenAsync(folder, ct);
            await new Backup(database.Superuser, folder, target).RunAsync(follow, Console.Out, ct);
            return 0;
        }
        catch (NpgsqlException failure)
        {
            throw new CivicException($"the backup is not complete: {failure.Message}", failure);
        }
    }
}
