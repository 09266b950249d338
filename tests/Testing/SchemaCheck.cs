using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace CivicPlatform.Testing;

/// <summary>Holds a context's model against the migrated schema, which is written by hand.</summary>
public static class SchemaCheck
{
    /// <summary>Fails with every column that the model has and the database has not, or has otherwise.</summary>
    public static async Task AssertMatchesAsync(DbContext db, string superuser)
    {
        var actual = await ReadColumnsAsync(superuser);
        var differences = from entity in db.Model.GetEntityTypes()
                          where entity.GetTableName() is not null
                          from difference in Compare(entity, actual)
                          select difference;
        Assert.Empty(differences);
    }

    private static IEnumerable<string> Compare(IEntityType entity, Dictionary<string, Column> actual)
    {
        var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
        foreach (var property in entity.GetFlattenedProperties())
        {
            if (property.GetColumnName(table) is not { } name) continue;
            var key = $"{table.Schema ?? "public"}.{table.Name}.{name}";
            if (!actual.TryGetValue(key, out var column)) yield return $"{key} is not in the database";
            else if (column.Type != property.GetColumnType(table)) yield return $"{key} is {column.Type}";
            else if (column.Nullable != property.IsColumnNullable(table)) yield return $"{key}: null in one only";
        }
    }

    private static async Task<Dictionary<string, Column>> ReadColumnsAsync(string superuser)
    {
        await using var connection = new NpgsqlConnection(superuser);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            select n.nspname || '.' || c.relname || '.' || a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull
            from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
            where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p')
            """, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var columns = new Dictionary<string, Column>(StringComparer.Ordinal);
        while (await reader.ReadAsync())
            columns.Add(reader.GetString(0), new Column(reader.GetString(1), !reader.GetBoolean(2)));
        return columns;
    }

    private sealed record Column(string Type, bool Nullable);
}
