using Npgsql;

namespace CivicPlatform.Cli.Recovery;

/// <summary>PostgreSQL's own programs, of the server's major version.</summary>
internal sealed class PostgresTools
{
    private readonly string _folder;

    private PostgresTools(string folder) => _folder = folder;

    /// <exception cref="CivicException">They are not installed here.</exception>
    public static PostgresTools OfMajor(int major)
    {
        string[] folders =
        [
            Environment.GetEnvironmentVariable("POSTGRES_BIN") ?? "", $"/usr/lib/postgresql/{major}/bin",
            $"/usr/pgsql-{major}/bin", $"/opt/homebrew/opt/postgresql@{major}/bin",
            $"/usr/local/opt/postgresql@{major}/bin",
        ];
        return folders.FirstOrDefault(f => File.Exists(Path.Combine(f, "pg_basebackup"))) is { } found
            ? new PostgresTools(found)
            : throw new CivicException($"pg_basebackup of PostgreSQL {major} is not installed; set POSTGRES_BIN");
    }

    public string PathOf(string program) => Path.Combine(_folder, program);

    /// <summary>How a program reaches that server: nothing secret on its command line.</summary>
    public static (string, string)[] Environ(string connectionString, string application)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        return
        [
            ("PGHOST", settings.Host ?? "127.0.0.1"), ("PGPORT", $"{settings.Port}"),
            ("PGUSER", settings.Username ?? "postgres"), ("PGPASSWORD", settings.Password ?? ""),
            ("PGAPPNAME", application),
        ];
    }
}
