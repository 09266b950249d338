using Npgsql;

namespace CivicPlatform.Cli.Recovery;

/// <summary>Single questions to a server, each on a connection of its own.</summary>
internal static class Sql
{
    /// <summary>One row of texts; null stands for SQL's null.</summary>
    public static async Task<string?[]> RowAsync(
        string superuser, string? database, string sql, CancellationToken ct, params object[] values)
    {
        var settings = new NpgsqlConnectionStringBuilder(superuser)
        {
            Pooling = false,
            Timeout = 5,
            CommandTimeout = 0,
            ApplicationName = "civic",
        };
        if (database is not null) settings.Database = database;
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct)) return [];
        return [.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetString(i))];
    }
}
