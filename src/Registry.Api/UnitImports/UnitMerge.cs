using Npgsql;

namespace CivicPlatform.Registry.UnitImports;

/// <summary>How large an import may be and how long its statements may run.</summary>
internal static class ImportLimits
{
    /// <summary>As sent, zipped or plain; the decoded size is CsvShape's.</summary>
    public const long BodyBytes = 64 * 1024 * 1024;

    public const int StatementSeconds = 120;

    /// <summary>Units in one event.</summary>
    public const int EventUnits = 500;
}

/// <summary>What an import added.</summary>
internal sealed record Merged(int Units, int Owners, decimal Area, IReadOnlyList<ChangedEstate> Estates);

/// <summary>An estate after the import: its version and its totals.</summary>
internal sealed record ChangedEstate(
    Guid Id, string StreetCode, string DivisionCode, string Name, int Units, decimal Area, long Version);

/// <summary>Moves checked rows from the stage into the register, one statement a table.</summary>
internal sealed class UnitMerge(NpgsqlConnection connection, Guid importId)
{
    // Also raises the caller's scope to the streets of the file: the handler has checked that the token covers them,
    // and a district's clerk may be the first to write there.
    private const string ScopeSql =
        "select set_config('app.scope', array_to_string(array(select distinct left(division_code, 9) " +
        "from unit_import_rows where import_id = $1), ','), true), set_config('enable_seqscan', 'off', true)";

    // Plans that this session made while the tables were small, foreign key checks included, would scan them whole.
    private const string ForgetPlansSql = "discard plans";

    // Two imports into one community queue up here (five seconds, then 409).
    private const string LockSql =
        "select code from divisions where code in (select division_code from unit_import_rows where import_id = $1) " +
        "order by code for update";

    private const string KnownEstatesSql =
        "update unit_import_rows r set estate_id = e.id from estates e where r.import_id = $1 " +
        "and (e.division_code, e.name) = (r.division_code, r.estate)";

    private const string StreetsSql =
        "insert into platform.streets select distinct left(division_code, 9) from unit_import_rows " +
        "where import_id = $1 on conflict do nothing";

    private const string EstatesSql =
        "insert into estates (id, street_code, division_code, name, units, area, version, created_at) " +
        "select distinct estate_id, left(division_code, 9), division_code, estate, 0, 0, 0, now() " +
        "from unit_import_rows where import_id = $1 on conflict (division_code, name) do nothing";

    private const string BuildingsSql =
        "insert into buildings (estate_id, code, street_code, division_code, sort_key) " +
        "select distinct estate_id, building, left(division_code, 9), division_code, building_key " +
        "from unit_import_rows where import_id = $1 on conflict do nothing";

    private const string EntrancesSql =
        "insert into entrances (estate_id, building, code, street_code, division_code) " +
        "select distinct estate_id, building, entrance, left(division_code, 9), division_code " +
        "from unit_import_rows where import_id = $1 on conflict do nothing";

    private const string OwnersSql =
        """
        insert into owners (id, street_code, division_code, estate_id, ref, name, name_hash, phone, phone_hash)
        select distinct on (r.estate_id, p.ref) p.id, left(r.division_code, 9), r.division_code, r.estate_id, p.ref,
            p.name, p.name_hash, p.phone, p.phone_hash
        from unit_import_rows r, unnest(r.owner_refs, r.owner_ids, r.names, r.name_hashes, r.phones, r.phone_hashes)
            as p (ref, id, name, name_hash, phone, phone_hash)
        where r.import_id = $1 order by r.estate_id, p.ref, r.line
        on conflict (estate_id, ref) do nothing
        """;

    private const string UnitsSql =
        "insert into units (id, street_code, division_code, estate_id, building, entrance, room, sort_key, floor, " +
        "area, area_source, kind, sale_status, version) " +
        "select unit_id, left(division_code, 9), division_code, estate_id, " +
        "building, entrance, room, sort_key, floor, area, area_source, kind, sale_status, 1 " +
        "from unit_import_rows where import_id = $1 on conflict (estate_id, building, entrance, room) do nothing";

    // Nothing knows the statistics of rows that this very transaction wrote. "offset 0" keeps each look-up a look-up by
    // its unique index; as plain joins the planner once paired every owner with every row (100,000 units: minutes).
    // A row's own unit id is in the register only when this import put it there.
    private const string AddedSql =
        "cross join lateral (select * from units where id = r.unit_id offset 0) u where r.import_id = $1";

    private const string HoldingsSql =
        "insert into holdings (unit_id, owner_id, street_code, division_code) " +
        "select u.id, (select o.id from owners o where o.estate_id = r.estate_id and o.ref = p.ref), u.street_code, " +
        "u.division_code from unit_import_rows r cross join unnest(r.owner_refs) as p (ref) " + AddedSql;

    private const string TotalsSql =
        "update estates e set units = e.units + n.units, area = e.area + n.area, version = e.version + 1 " +
        "from (select u.estate_id, count(*)::int as units, sum(u.area) as area from unit_import_rows r " + AddedSql +
        " group by u.estate_id) n where e.id = n.estate_id " +
        "returning e.id, e.street_code, e.division_code, e.name, e.units, e.area, e.version, n.area";

    private const string ClearSql = "delete from unit_import_rows where import_id = $1";

    /// <summary>Takes the communities' locks and finds the estates that exist.</summary>
    public async Task ResolveAsync(CancellationToken ct)
    {
        await RunAsync(LockSql, ct);
        await RunAsync(ScopeSql, ct);
        await using (var forget = new NpgsqlCommand(ForgetPlansSql, connection)) await forget.ExecuteNonQueryAsync(ct);
        await RunAsync(KnownEstatesSql, ct);
    }

    /// <summary>Adds everything that is not there yet.</summary>
    public async Task<Merged> InsertAsync(CancellationToken ct)
    {
        await RunAsync(StreetsSql, ct);
        await RunAsync(EstatesSql, ct);
        await RunAsync(BuildingsSql, ct);
        await RunAsync(EntrancesSql, ct);
        var owners = await RunAsync(OwnersSql, ct);
        var units = await RunAsync(UnitsSql, ct);
        await RunAsync(HoldingsSql, ct);
        var (estates, area) = await TotalsAsync(ct);
        return new Merged(units, owners, area, estates);
    }

    /// <summary>Empties the stage.</summary>
    public Task ClearAsync(CancellationToken ct) => RunAsync(ClearSql, ct);

    private async Task<(List<ChangedEstate> Estates, decimal Area)> TotalsAsync(CancellationToken ct)
    {
        await using var command = Command(TotalsSql);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var (estates, area) = (new List<ChangedEstate>(), 0m);
        while (await reader.ReadAsync(ct))
        {
            estates.Add(new ChangedEstate(
                reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetInt32(4),
                reader.GetDecimal(5), reader.GetInt64(6)));
            area += reader.GetDecimal(7);
        }
        return (estates, area);
    }

    private async Task<int> RunAsync(string sql, CancellationToken ct)
    {
        await using var command = Command(sql);
        return await command.ExecuteNonQueryAsync(ct);
    }

    private NpgsqlCommand Command(string sql) => new(sql, connection)
    {
        Parameters = { new() { Value = importId } },
        CommandTimeout = ImportLimits.StatementSeconds,
    };
}
