using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace CivicPlatform.Funds.Data;

/// <summary>Plain SQL on the context's own connection, and so inside the transaction of the request.</summary>
public static class Sql
{
    /// <summary>Rows of a query with positional parameters.</summary>
    public static async Task<List<T>> RowsAsync<T>(
        this DbContext db, NpgsqlBatchCommand query, Func<NpgsqlDataReader, T> map, CancellationToken ct)
    {
        await using var batch = await BatchAsync(db, [query], ct);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var rows = new List<T>();
        while (await reader.ReadAsync(ct)) rows.Add(map(reader));
        return rows;
    }

    /// <summary>Runs the commands in one round trip; gives the rows that they changed.</summary>
    public static async Task<int> RunAsync(
        this DbContext db, IEnumerable<NpgsqlBatchCommand> commands, CancellationToken ct)
    {
        await using var batch = await BatchAsync(db, commands, ct);
        return await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>A batch whose results the caller reads.</summary>
    public static async Task<NpgsqlBatch> BatchAsync(
        this DbContext db, IEnumerable<NpgsqlBatchCommand> commands, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var batch = new NpgsqlBatch(connection, (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction());
        foreach (var command in commands) batch.BatchCommands.Add(command);
        return batch;
    }

    /// <summary>A command with positional parameters; null becomes SQL's null of the place's type.</summary>
    public static NpgsqlBatchCommand Command(string text, params object?[] values)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        return command;
    }

    public static Money Money(this NpgsqlDataReader reader, int column) =>
        Kernel.Money.FromYuan(reader.GetDecimal(column));

    public static Guid? GuidOrNull(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetGuid(column);

    public static string? TextOrNull(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    public static DateOnly? DayOrNull(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateOnly>(column);
}
