using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CivicPlatform.Cli.Databases;
using CivicPlatform.Cli.Keys;
using Npgsql;

namespace CivicPlatform.Testing;

/// <summary>A PostgreSQL cluster and a RabbitMQ broker of this test run alone, started when first asked for.</summary>
/// <remarks>
/// They are the platform's own run scripts in a temporary folder, and stop when the test process exits.
/// </remarks>
public static class Servers
{
    private const string Password = "only-for-this-test-run";
    private const string BrokerUser = "test";
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(90);
    private static readonly DataFolder Folder = CreateFolder();
    private static readonly Lazy<Task<int>> PostgresPort = new(StartPostgresAsync);
    private static readonly Lazy<Task<Broker>> RabbitPort = new(StartRabbitAsync);
    private static readonly List<Process> Started = [];
    private static int _databases;
    private static int _virtualHosts;

    /// <summary>Signing key, data key and seal key of this run.</summary>
    public static DataFolder Keys => Folder;

    /// <summary>Connection string of the superuser, to look at a database from outside the services.</summary>
    public static async Task<string> SuperuserAsync(string database = "postgres") =>
        ConnectionString(await PostgresPort.Value, database, "postgres");

    /// <summary>A database of its own with the service's three logins; the schema is the caller's to migrate.</summary>
    public static async Task<TestDatabase> CreateDatabaseAsync(string service)
    {
        var port = await PostgresPort.Value;
        var name = $"{service}_{Interlocked.Increment(ref _databases)}";
        var logins = ServiceDatabase.All.Single(s => s.Name == service);
        await using var connection = new NpgsqlConnection(await SuperuserAsync());
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"create database {name} owner {logins.Owner.Name}", connection);
        await create.ExecuteNonQueryAsync();
        return new TestDatabase(
            name, ConnectionString(port, name, logins.Owner.Name), ConnectionString(port, name, logins.App.Name),
            ConnectionString(port, name, logins.Worker.Name), ConnectionString(port, name, "postgres"));
    }

    /// <summary>
    /// The database as it is now and its seals under another name, to be tampered with; cuts who is connected to it.
    /// </summary>
    public static async Task<TestDatabase> CopyDatabaseAsync(TestDatabase source)
    {
        var name = $"{source.Name}_copy_{Interlocked.Increment(ref _databases)}";
        NpgsqlConnection.ClearAllPools();
        await using var connection = new NpgsqlConnection(await SuperuserAsync());
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"create database {name} template {source.Name}", connection);
        await create.ExecuteNonQueryAsync();
        var copy = new TestDatabase(name, Named(source.Owner), Named(source.App), Named(source.Worker),
            Named(source.Superuser));
        Directory.CreateDirectory(copy.SealFolder);
        foreach (var file in Directory.EnumerateFiles(source.SealFolder))
            File.Copy(file, Path.Combine(copy.SealFolder, Path.GetFileName(file)));
        return copy;

        string Named(string text) => new NpgsqlConnectionStringBuilder(text) { Database = name }.ConnectionString;
    }

    /// <summary>A virtual host of its own, so that hosts of parallel tests do not share queues.</summary>
    public static async Task<string> CreateVirtualHostAsync()
    {
        var broker = await RabbitPort.Value;
        var name = $"test-{Interlocked.Increment(ref _virtualHosts)}";
        await broker.ControlAsync("add_vhost", name);
        await broker.ControlAsync("set_permissions", "-p", name, BrokerUser, ".*", ".*", ".*");
        return $"amqp://{BrokerUser}:{Password}@127.0.0.1:{broker.Port}/{name}";
    }

    private static async Task<int> StartPostgresAsync()
    {
        var port = FreePort();
        Start("postgres.sh", [Path.Combine(Folder.Path, "postgres"), $"{port}"], ("POSTGRES_PASSWORD", Password));
        await WaitAsync("PostgreSQL", async () =>
        {
            await using var connection = new NpgsqlConnection(ConnectionString(port, "postgres", "postgres"));
            await connection.OpenAsync();
            var passwords = ServiceDatabase.All.SelectMany(s => s.Logins).ToDictionary(l => l.Name, _ => Password);
            await new DatabaseSetup(connection, passwords).RunAsync(CancellationToken.None);
        });
        return port;
    }

    private static async Task<Broker> StartRabbitAsync()
    {
        var (port, dist, epmd) = (FreePort(), FreePort(), FreePort());
        var folder = Path.Combine(Folder.Path, "rabbitmq");
        Start("rabbitmq.sh", [folder, $"{port}", $"{dist}", $"{epmd}"],
            ("RABBITMQ_USER", BrokerUser), ("RABBITMQ_PASSWORD", Password));
        var broker = new Broker(port, epmd, folder);
        await WaitAsync("RabbitMQ", async () =>
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, port);
            await broker.ControlAsync("await_startup");
        });
        return broker;
    }

    private static void Start(string script, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("sh") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Repository.PathOf("src", "AppHost", "run", script));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        var log = Path.Combine(Folder.Path, $"{script}.log");
        process.OutputDataReceived += (_, line) => Append(log, line.Data);
        process.ErrorDataReceived += (_, line) => Append(log, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        lock (Started) Started.Add(process);
    }

    private static void Append(string log, string? line)
    {
        if (line is null) return;
        lock (log) File.AppendAllLines(log, [line]);
    }

    private static async Task WaitAsync(string what, Func<Task> probe)
    {
        var deadline = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await probe();
                return;
            }
            catch (Exception e) when (deadline.Elapsed < StartTimeout
                && e is NpgsqlException or SocketException or InvalidOperationException)
            {
                await Task.Delay(200);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"{what} did not start; see {Folder.Path}.", e);
            }
        }
    }

    private static DataFolder CreateFolder()
    {
        var folder = new DataFolder(Path.Combine(Path.GetTempPath(), $"civic-tests-{Environment.ProcessId}"));
        KeyStore.Ensure(folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => StopAll();
        return folder;
    }

    private static void StopAll()
    {
        foreach (var process in Started)
        {
            using var stop = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            stop.WaitForExit(1000);
        }
        // The runner ends us after ten seconds and calls it a failure; nobody needs what these servers still write.
        var patience = Stopwatch.StartNew();
        foreach (var process in Started)
        {
            if (process.WaitForExit(Math.Max(0, 3_000 - (int)patience.ElapsedMilliseconds))) continue;
            process.Kill(entireProcessTree: true);
            process.WaitForExit(1000);
        }
        if (Started.TrueForAll(process => process.HasExited)) DeleteFolder();
    }

    // Not waited for: a cluster of forty databases takes longer to delete than the runner gives us.
    private static void DeleteFolder()
    {
        using var delete = Process.Start("rm", ["-rf", Folder.Path]);
    }

    private static string ConnectionString(int port, string database, string user) =>
        $"Host=127.0.0.1;Port={port};Database={database};Username={user};Password={Password}";

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed record Broker(int Port, int EpmdPort, string Folder)
    {
        public async Task ControlAsync(params string[] arguments)
        {
            var start = new ProcessStartInfo("/usr/lib/rabbitmq/bin/rabbitmqctl")
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["HOME"] = Folder;
            start.Environment["ERL_EPMD_PORT"] = $"{EpmdPort}";
            foreach (var argument in (string[])["-n", "civic@localhost", "-q", .. arguments])
                start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            if (process.ExitCode != 0) throw new InvalidOperationException($"rabbitmqctl: {await error}");
        }
    }
}

/// <summary>A database and how each login reaches it.</summary>
public sealed record TestDatabase(string Name, string Owner, string App, string Worker, string Superuser)
{
    /// <summary>Where the heads of this database's chains are kept outside of it.</summary>
    public string SealFolder => Path.Combine(Servers.Keys.Path, "seal", Name);
}
