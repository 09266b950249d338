using CivicPlatform.ServiceDefaults.Clocks;
using CivicPlatform.ServiceDefaults.Data;
using CivicPlatform.ServiceDefaults.Security;
using Npgsql;

namespace CivicPlatform.Cases.Intake;

/// <summary>Ciphers the words of cases that a version before this one wrote in clear (docs/decisions/0090).</summary>
public sealed class ConcealWords(
    FieldCipher cipher, [FromKeyedServices(DatabaseLogin.Worker)] NpgsqlDataSource worker, TimeProvider clock,
    ILogger<ConcealWords> logger)
    : LeasedLoop("conceal-words", TimeSpan.FromMinutes(10), worker, clock, logger)
{
    private const int BatchSize = 200;
    private const int MaxBatches = 5_000; // A million cases a round.

    private const string TakeSql =
        "select id, description, address from cases where description_cipher is null order by id limit $1 " +
        "for update skip locked";

    private const string ConcealSql =
        "update cases c set description_cipher = n.words, address_cipher = n.place, description = default, " +
        "address = null from unnest($1::uuid[], $2::bytea[], $3::bytea[]) as n(id, words, place) where c.id = n.id";

    protected override async Task RunOnceAsync(long fencingToken, CancellationToken ct)
    {
        for (var batch = 0; batch < MaxBatches; batch++)
            if (await ConcealAsync(ct) < BatchSize) return;
    }

    private async Task<int> ConcealAsync(CancellationToken ct)
    {
        await using var connection = await Worker.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var rows = await TakeAsync(connection, ct);
        if (rows.Count == 0) return 0;
        await using var update = new NpgsqlCommand(ConcealSql, connection)
        {
            Parameters =
            {
                new() { Value = rows.Select(r => r.Id).ToArray() },
                new() { Value = rows.Select(r => r.Words.Description).ToArray() },
                new() { Value = rows.Select(r => r.Words.Address).ToArray() },
            },
        };
        await update.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return rows.Count;
    }

    private async Task<List<(Guid Id, Words Words)>> TakeAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var select = new NpgsqlCommand(TakeSql, connection);
        select.Parameters.Add(new() { Value = BatchSize });
        await using var reader = await select.ExecuteReaderAsync(ct);
        var rows = new List<(Guid, Words)>(BatchSize);
        while (await reader.ReadAsync(ct))
        {
            var id = reader.GetGuid(0);
            var address = await reader.IsDBNullAsync(2, ct) ? null : reader.GetString(2);
            rows.Add((id, Words.Conceal(reader.GetString(1), address, id, cipher)));
        }
        return rows;
    }
}
