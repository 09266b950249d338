using System.Diagnostics;
using CivicPlatform.Funds.Posting;
using CivicPlatform.ServiceDefaults.Data;
using CivicPlatform.ServiceDefaults.Telemetry;
using Npgsql;

namespace CivicPlatform.Funds.Statements;

/// <summary>
/// Posts staged statement lines, at most 128 a transaction and in the order of the file. Stateless: the row of the
/// import is locked with SKIP LOCKED, so any number of replicas may run it, and after a crash the next one goes on
/// at the first line that has no outcome.
/// </summary>
public sealed class ImportPosting(
    [FromKeyedServices(DatabaseLogin.Worker)] NpgsqlDataSource worker, TimeProvider clock)
{
    /// <summary>Lines a transaction.</summary>
    public const int BatchSize = 128;

    // An account's imports are posted one after the other: the older one first, or a trigger would be crossed by
    // the wrong line.
    private const string ClaimSql =
        "select id, traceparent from statement_imports i where status = 'POSTING' and id <> all($1) and not exists " +
        "(select 1 from statement_imports o where o.account_id = i.account_id and o.status = 'POSTING' " +
        "and o.seq < i.seq) " +
        "order by seq limit 1 for update skip locked";

    private const string LinesSql =
        "select id, account_id, serial, booked_at, amount, building, entrance, room, says_refund from bank_lines " +
        "where import_id = $1 and outcome is null order by line_no limit $2";

    private const string FinishSql =
        "update statement_imports i set status = 'DONE', finished_at = now() where id = $1 and not exists " +
        "(select 1 from bank_lines l where l.import_id = i.id and l.outcome is null)";

    /// <summary>The import of the last call, also when that call failed; null when it found none.</summary>
    public Guid? Claimed { get; private set; }

    /// <summary>Posts the next batch of some import; false when there is nothing to do for this replica.</summary>
    /// <param name="size">Lines to take; 1 isolates a line that breaks its batch.</param>
    /// <param name="postponed">Imports that failed a moment ago: the others must not wait for them.</param>
    public async Task<bool> PostNextAsync(int size, Guid[] postponed, CancellationToken ct)
    {
        Claimed = null;
        await using var connection = await worker.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await ClaimAsync(connection, postponed, ct) is not { } import) return false;

        Claimed = import.Id;
        using var activity = PlatformActivity.Continue("post lines", ActivityKind.Internal, import.Traceparent);
        var lines = await ReadLinesAsync(connection, import.Id, size, ct);
        await using (var batch = new NpgsqlBatch(connection))
        {
            if (lines.Count > 0) await PostAsync(connection, batch, lines, ct);
            batch.BatchCommands.Add(new(FinishSql) { Parameters = { new() { Value = import.Id } } });
            await batch.ExecuteNonQueryAsync(ct);
        }

        await transaction.CommitAsync(CancellationToken.None);
        return true;
    }

    private async Task PostAsync(
        NpgsqlConnection connection, NpgsqlBatch writes, List<LineToPost> lines, CancellationToken ct)
    {
        await using var reads = new NpgsqlBatch(connection);
        foreach (var command in PostingReader.Commands(lines)) reads.BatchCommands.Add(command);
        PostingBatch posting;
        await using (var reader = await reads.ExecuteReaderAsync(ct))
            posting = await PostingReader.ReadAsync(reader, ct);

        var now = clock.GetUtcNow();
        var posted = lines.ConvertAll(line => posting.Post(line, now));
        writes.BatchCommands.Add(PostingSql.Outcomes(posted));
        foreach (var command in posting.Commands(now)) writes.BatchCommands.Add(command);
    }

    private static async Task<(Guid Id, string Traceparent)?> ClaimAsync(
        NpgsqlConnection connection, Guid[] postponed, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(ClaimSql, connection)
        {
            Parameters = { new() { Value = postponed } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (reader.GetGuid(0), reader.GetString(1)) : null;
    }

    private static async Task<List<LineToPost>> ReadLinesAsync(
        NpgsqlConnection connection, Guid importId, int size, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(LinesSql, connection)
        {
            Parameters = { new() { Value = importId }, new() { Value = size } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var lines = new List<LineToPost>(size);
        while (await reader.ReadAsync(ct))
        {
            UnitCode? unit = await reader.IsDBNullAsync(5, ct)
                ? null
                : new UnitCode(reader.GetString(5), reader.GetString(6), reader.GetString(7));
            lines.Add(new LineToPost(reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2),
                reader.GetFieldValue<DateTimeOffset>(3), Money.FromYuan(reader.GetDecimal(4)), unit,
                reader.GetBoolean(8)));
        }

        return lines;
    }
}
