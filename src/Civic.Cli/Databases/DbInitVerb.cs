using Npgsql;

namespace CivicPlatform.Cli.Databases;

/// <summary><c>db-init</c>: a job of AppHost that runs once before the migrations.</summary>
/// <remarks>
/// Reads <c>ConnectionStrings__postgres</c> (superuser) and <c>DbInit__Passwords__LOGIN</c> for every login of
/// <see cref="ServiceDatabase"/>.
/// </remarks>
public static class DbInitVerb
{
    private const string ConnectionVariable = "ConnectionStrings__postgres";
    private const string PasswordVariable = "DbInit__Passwords__";

    public static Verb Verb { get; } = new(
        "db-init", "", $"creates logins and databases of the services ({ConnectionVariable}, {PasswordVariable}LOGIN)",
        RunAsync);

    private static async Task<int> RunAsync(Arguments arguments, CancellationToken ct)
    {
        arguments.Done();
        var passwords = ReadPasswords();
        await using var connection = await ConnectAsync(ct);
        IReadOnlyList<string> created;
        try
        {
            created = await new DatabaseSetup(connection, passwords).RunAsync(ct);
        }
        catch (PostgresException refusal)
        {
            throw new CivicException($"the server refused: {refusal.MessageText} ({refusal.SqlState})", refusal);
        }

        Console.Out.WriteLine(created.Count == 0
            ? $"databases are complete: {string.Join(", ", ServiceDatabase.All.Select(s => s.Name))}"
            : $"created databases: {string.Join(", ", created)}");
        return 0;
    }

    private static Dictionary<string, string> ReadPasswords()
    {
        var passwords = new Dictionary<string, string>();
        var missing = new List<string>();
        foreach (var login in ServiceDatabase.All.SelectMany(s => s.Logins).Select(l => l.Name))
        {
            if (Environment.GetEnvironmentVariable(PasswordVariable + login) is { Length: > 0 } password)
                passwords[login] = password;
            else
                missing.Add(PasswordVariable + login);
        }

        return missing.Count == 0
            ? passwords
            : throw new CivicException($"passwords are missing: {string.Join(", ", missing)}");
    }

    private static async Task<NpgsqlConnection> ConnectAsync(CancellationToken ct)
    {
        var text = Environment.GetEnvironmentVariable(ConnectionVariable);
        if (string.IsNullOrEmpty(text)) throw new CivicException($"{ConnectionVariable} is not set");
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(text) { Pooling = false };
        }
        catch (ArgumentException malformed)
        {
            throw new CivicException($"{ConnectionVariable} is not a connection string", malformed);
        }

        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            return connection;
        }
        catch (PostgresException refusal) when (refusal.SqlState is "28P01" or "28000")
        {
            throw new CivicException(
                $"{settings.Host}:{settings.Port} refused the password of {settings.Username}; the database was made " +
                "with another one: restore secrets.json of the data folder, or start empty with --fresh", refusal);
        }
        catch (NpgsqlException failure)
        {
            throw new CivicException(
                $"cannot reach PostgreSQL at {settings.Host}:{settings.Port}: {failure.Message}", failure);
        }
    }
}
