using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Npgsql;

namespace CivicPlatform.ServiceDefaults.Data;

/// <summary>A hot read in one round trip: the caller's scope and the query travel in one batch.</summary>
/// <remarks>
/// For endpoints marked <c>OwnsItsTransaction</c>. PostgreSQL runs the batch as one implicit transaction, so the scope
/// holds for the query and no longer; row-level security stands behind the query's own filter.
/// </remarks>
public sealed class ScopedRead(NpgsqlDataSource source, CurrentUser user)
{
    /// <summary>What the query must filter by, in code as well.</summary>
    public DivisionScope Scope => user.Scope;

    /// <summary>The rows of a query that bounds them itself.</summary>
    public async Task<List<T>> ListAsync<T>(
        NpgsqlBatchCommand query, Func<NpgsqlDataReader, T> row, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { RequestTransaction.ScopeCommand(user.Scope, user.Audit), query },
        };
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        var rows = new List<T>();
        while (await reader.ReadAsync(ct)) rows.Add(row(reader));
        return rows;
    }
}
