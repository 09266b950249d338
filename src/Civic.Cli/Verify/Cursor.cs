using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql;

namespace CivicPlatform.Cli.Verify;

/// <summary>Rows of a query a thousand at a time: memory stays flat whatever the table holds.</summary>
/// <remarks>Cursors of one transaction share its snapshot, so several tables are read as of one instant.</remarks>
internal sealed class Cursor(NpgsqlConnection connection, string name)
{
    private const int Batch = 1000;

    public async IAsyncEnumerable<T> ReadAsync<T>(
        string sql, Func<NpgsqlDataReader, T> map, [EnumeratorCancellation] CancellationToken ct)
    {
        await ExecuteAsync($"declare {name} no scroll cursor for {sql}", ct);
        List<T> rows;
        do
        {
            rows = [];
            await using var fetch = new NpgsqlCommand(
                string.Create(CultureInfo.InvariantCulture, $"fetch {Batch} from {name}"), connection);
            await using (var reader = await fetch.ExecuteReaderAsync(ct))
                while (await reader.ReadAsync(ct)) rows.Add(map(reader));
            foreach (var row in rows) yield return row;
        }
        while (rows.Count == Batch);
        await ExecuteAsync($"close {name}", ct);
    }

    private async Task ExecuteAsync(string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
