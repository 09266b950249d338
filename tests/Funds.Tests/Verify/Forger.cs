using CivicPlatform.Kernel.Seals;
using CivicPlatform.Testing;
using Npgsql;

namespace CivicPlatform.Funds.Tests.Verify;

/// <summary>
/// Somebody with every right in the database who knows how chains are built, but has not the seal key.
/// </summary>
internal static class Forger
{
    /// <summary>Changes an audit row and builds its block and all later ones anew, so that each follows.</summary>
    public static async Task RewriteAuditAsync(TestDatabase database, long seq)
    {
        var ct = TestContext.Current.CancellationToken;
        await SealCheck.TamperAsync(database, $"update platform.audit set actor = 'somebody else' where seq = {seq}");
        await using var connection = new NpgsqlConnection(database.Superuser);
        await connection.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await ExecuteAsync(connection, "set local session_replication_role = replica");
        await ExecuteAsync(connection, SealedTable.TextFormSql);
        byte[] previous = [];
        foreach (var block in await ReadAsync(connection))
        {
            var digests = block.Rows.Digests.ToArray();
            var place = block.Rows.Keys.ToList().IndexOf($"{seq}");
            if (place >= 0)
                (await DigestAsync(connection, block.Rows.Columns, seq)).CopyTo(digests, place * RowDigest.Size);
            var forged = block with { Rows = block.Rows with { Digests = digests }, Previous = previous };
            await using var update = new NpgsqlCommand(
                "update platform.seal_blocks set digests = $1, previous = $2, head = $3 " +
                "where chain = 'audit' and number = $4", connection)
            {
                Parameters =
                {
                    new() { Value = digests }, new() { Value = previous }, new() { Value = forged.Head("audit") },
                    new() { Value = block.Number },
                },
            };
            await update.ExecuteNonQueryAsync(ct);
            previous = forged.Head("audit");
        }
        await transaction.CommitAsync(ct);
    }

    private static async Task<List<SealBlock>> ReadAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(
            "select number, sealed_at, snapshot::text, columns, keys, digests, total, previous " +
            "from platform.seal_blocks where chain = 'audit' order by number", connection);
        await using var r = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var blocks = new List<SealBlock>();
        while (await r.ReadAsync(TestContext.Current.CancellationToken))
        {
            blocks.Add(new SealBlock(r.GetInt64(0), r.GetFieldValue<DateTimeOffset>(1),
                new SealedRows(r.GetString(2), r.GetFieldValue<string[]>(3), r.GetFieldValue<string[]>(4),
                    r.GetFieldValue<byte[]>(5)), r.GetInt64(6), r.GetFieldValue<byte[]>(7)));
        }
        return blocks;
    }

    private static async Task<byte[]> DigestAsync(
        NpgsqlConnection connection, IReadOnlyList<string> columns, long seq)
    {
        var audit = SealedTable.Of("funds").Single(t => t.Chain == "audit");
        await using var command = new NpgsqlCommand(
            $"select {audit.RowSql(columns)} from platform.audit t where seq = {seq}", connection);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        await reader.ReadAsync(TestContext.Current.CancellationToken);
        return RowDigest.Of(reader.GetFieldValue<string?[]>(2));
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
