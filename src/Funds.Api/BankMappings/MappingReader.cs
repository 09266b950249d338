using System.Text.Json;
using CivicPlatform.ServiceDefaults.Data;
using Npgsql;

namespace CivicPlatform.Funds.BankMappings;

/// <summary>A mapping as it stands.</summary>
/// <param name="Version">From 1; every change is a row of its own.</param>
public sealed record KeptMapping(StatementMapping Mapping, long Version);

/// <summary>Reads mappings through the worker login; the callers have checked whose account it is.</summary>
public sealed class MappingReader([FromKeyedServices(DatabaseLogin.Worker)] NpgsqlDataSource worker)
{
    internal const string FindSql =
        "select mapping, version from statement_mappings where account_id = $1 order by version desc limit 1";

    /// <summary>The account's mapping, or null while it has none.</summary>
    public async Task<KeptMapping?> FindAsync(Guid accountId, CancellationToken ct)
    {
        await using var command = worker.CreateCommand(FindSql);
        command.Parameters.Add(new() { Value = accountId });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? Map(reader) : null;
    }

    internal static KeptMapping Map(NpgsqlDataReader r) =>
        new(JsonSerializer.Deserialize<StatementMapping>(r.GetString(0), Json)!, r.GetInt64(1));

    /// <summary>As it is kept: the names of its members are those of the address.</summary>
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
}
