using CivicPlatform.Registry.Estates;
using CivicPlatform.Registry.Owners;
using CivicPlatform.ServiceDefaults.Security;
using Npgsql;
using NpgsqlTypes;

namespace CivicPlatform.Registry.UnitImports;

/// <summary>Streams checked rows into the staging table by COPY, so that a file of any size needs no memory.</summary>
/// <remarks>
/// Every row brings candidate ids for its unit, its estate and its owners; where the register knows the estate or the
/// owner already, the candidate is dropped later. Ciphertext is bound to the candidate, so it stays readable.
/// </remarks>
internal sealed class UnitStage(NpgsqlConnection connection, FieldCipher cipher, Guid importId)
{
    private const string CopySql =
        "copy unit_import_rows (import_id, line, division_code, estate, estate_id, unit_id, building, entrance, " +
        "room, building_key, sort_key, floor, area, area_source, kind, sale_status, owner_refs, owner_ids, names, " +
        "name_hashes, phones, phone_hashes) from stdin (format binary)";

    private readonly Dictionary<(string Division, string Name), Guid> _estates = [];

    /// <summary>Division codes met, in order of their first row.</summary>
    public IReadOnlyCollection<string> Divisions => _estates.Keys.Select(key => key.Division).Distinct().ToArray();

    /// <summary>Writes all rows; nothing is visible to anybody else before the request commits.</summary>
    public async Task<int> WriteAsync(IEnumerable<UnitRow> rows, CancellationToken ct)
    {
        var count = 0;
        await using var copy = await connection.BeginBinaryImportAsync(CopySql, ct);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(ct);
            await WriteUnitAsync(copy, row, ct);
            await WriteOwnersAsync(copy, row, ct);
            count++;
        }
        await copy.CompleteAsync(ct);
        return count;
    }

    private async Task WriteUnitAsync(NpgsqlBinaryImporter copy, UnitRow row, CancellationToken ct)
    {
        await copy.WriteAsync(importId, NpgsqlDbType.Uuid, ct);
        await copy.WriteAsync(row.Line, NpgsqlDbType.Integer, ct);
        await copy.WriteAsync(row.DivisionCode, NpgsqlDbType.Text, ct);
        await copy.WriteAsync(row.Estate, NpgsqlDbType.Text, ct);
        await copy.WriteAsync(EstateIdOf(row), NpgsqlDbType.Uuid, ct);
        await copy.WriteAsync(Guid.CreateVersion7(), NpgsqlDbType.Uuid, ct);
        await copy.WriteAsync(row.Building, NpgsqlDbType.Text, ct);
        await copy.WriteAsync(row.Entrance, NpgsqlDbType.Text, ct);
        await copy.WriteAsync(row.Room, NpgsqlDbType.Text, ct);
        await copy.WriteAsync(SortKey.Of(row.Building), NpgsqlDbType.Text, ct);
        await copy.WriteAsync(SortKey.Of(row.Building, row.Entrance, row.Room), NpgsqlDbType.Text, ct);
        await copy.WriteAsync(row.Floor, NpgsqlDbType.Integer, ct);
        await copy.WriteAsync(row.Area.SquareMetres, NpgsqlDbType.Numeric, ct);
        await copy.WriteAsync(row.AreaSource, NpgsqlDbType.Text, ct);
        await copy.WriteAsync(row.Kind, NpgsqlDbType.Text, ct);
        await copy.WriteAsync(row.SaleStatus, NpgsqlDbType.Text, ct);
    }

    private async Task WriteOwnersAsync(NpgsqlBinaryImporter copy, UnitRow row, CancellationToken ct)
    {
        var people = row.Owners.Select(o => SealedPerson.Of(o.Name, o.Phone, cipher)).ToArray();
        const NpgsqlDbType Texts = NpgsqlDbType.Array | NpgsqlDbType.Text, Ids = NpgsqlDbType.Array | NpgsqlDbType.Uuid,
            Bytes = NpgsqlDbType.Array | NpgsqlDbType.Bytea;
        await copy.WriteAsync(row.Owners.Select(o => o.Ref).ToArray(), Texts, ct);
        await copy.WriteAsync(people.Select(p => p.OwnerId).ToArray(), Ids, ct);
        await copy.WriteAsync(people.Select(p => p.Name).ToArray(), Bytes, ct);
        await copy.WriteAsync(people.Select(p => p.NameHash).ToArray(), Bytes, ct);
        await copy.WriteAsync(people.Select(p => p.Phone).ToArray(), Bytes, ct);
        await copy.WriteAsync(people.Select(p => p.PhoneHash).ToArray(), Bytes, ct);
    }

    private Guid EstateIdOf(UnitRow row)
    {
        var key = (row.DivisionCode, row.Estate);
        if (!_estates.TryGetValue(key, out var id)) _estates.Add(key, id = Guid.CreateVersion7());
        return id;
    }
}
