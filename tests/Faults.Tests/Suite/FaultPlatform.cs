using System.Diagnostics;
using System.Text.Json;
using Npgsql;

namespace CivicPlatform.Faults.Tests.Suite;

/// <summary>An AppHost of the suite alone, whose crash points can be armed and whose processes may be killed.</summary>
public sealed class FaultPlatform() : PlatformProcess("civic-faults")
{
    /// <summary>Services with a database, and how many processes each has.</summary>
    public static readonly IReadOnlyDictionary<string, int> Services = new Dictionary<string, int>
    {
        ["registry"] = 1, ["cases"] = 2, ["consultation"] = 1, ["funds"] = 2, ["notifications"] = 1,
    };

    private readonly SmallDisks _disks = new();

    private string CrashFolder => Path.Combine(Folder.Path, "crashes");

    /// <summary>The small file systems under the servers' data; none where they cannot be mounted.</summary>
    public SmallDisks Disks => _disks;

    public async Task StartAsync()
    {
        Directory.CreateDirectory(Folder.Path);
        await _disks.MountAsync(Folder.Path);
        Directory.CreateDirectory(CrashFolder);
        await StartAsync(("Faults__CrashFolder", CrashFolder));
    }

    /// <summary>The next process of that service that gets to the point dies there.</summary>
    public void Arm(string service, string point) =>
        File.WriteAllText(Path.Combine(CrashFolder, $"{service}.{point}"), "");

    /// <summary>Whether nobody has got there yet.</summary>
    public bool IsArmed(string service, string point) =>
        File.Exists(Path.Combine(CrashFolder, $"{service}.{point}"));

    /// <summary>Takes the file away; false when somebody died there.</summary>
    public bool Disarm(string service, string point)
    {
        if (!IsArmed(service, point)) return false;
        File.Delete(Path.Combine(CrashFolder, $"{service}.{point}"));
        return true;
    }

    /// <summary>Waits until all processes of a service run and are healthy; how long that took.</summary>
    public async Task<TimeSpan> WaitHealthyAsync(TimeSpan bound)
    {
        var watch = Stopwatch.StartNew();
        while (!IsHealthy || Services.Any(s => !AllRun(s.Key, s.Value)))
        {
            if (watch.Elapsed > bound) throw new TimeoutException($"The platform is not healthy after {bound}.");
            await Task.Delay(50);
        }
        return watch.Elapsed;
    }

    // AppHost hears of a death a moment after it; until then the list names a process that is gone.
    private bool AllRun(string service, int processes)
    {
        var pids = PidsOf(service);
        return pids.Count == processes && pids.All(Signals.IsAlive);
    }

    /// <summary>The server itself, the child of its run script.</summary>
    public IReadOnlyList<int> ServerPids(string resource, string program) =>
        [.. PidsOf(resource).SelectMany(script => Signals.ChildrenOf(script, program))];

    /// <summary>The connection string of one of the services' logins, with the password of this data folder.</summary>
    public string ConnectionAs(string database, string login)
    {
        using var secrets = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder.Path, "secrets.json")));
        return new NpgsqlConnectionStringBuilder(Superuser(database))
        {
            Username = login,
            Password = secrets.RootElement.GetProperty(login).GetString(),
        }.ConnectionString;
    }

    /// <summary>Rows where one of many texts is looked for: the one parameter is the array.</summary>
    public Task<List<string[]>> RowsOfAsync<T>(string database, string sql, T[] any) =>
        RowsAsync(database, sql, [(object)any]);

    /// <summary>Rows of a service's database as text, seen as the superuser.</summary>
    public async Task<List<string[]>> RowsAsync(string database, string sql, params object[] parameters)
    {
        await using var connection = new NpgsqlConnection(Superuser(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        foreach (var parameter in parameters) command.Parameters.Add(new() { Value = parameter });
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string[]>();
        while (await reader.ReadAsync())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount)
                .Select(i => reader.IsDBNull(i) ? "" : $"{reader.GetValue(i)}")]);
        }
        return rows;
    }

    public async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(Superuser(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }

    protected override void AfterStop() => _disks.Release();
}
