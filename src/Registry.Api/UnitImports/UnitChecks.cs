using CivicPlatform.ServiceDefaults.Imports;
using Npgsql;

namespace CivicPlatform.Registry.UnitImports;

/// <summary>What only the whole file and the register together can tell about staged rows.</summary>
/// <remarks>"offset 0" keeps look-ups by unique index, see UnitMerge.</remarks>
internal sealed class UnitChecks(NpgsqlConnection connection, Guid importId)
{
    private const string UnknownDivisionSql =
        "select r.line, 0 from unit_import_rows r where r.import_id = $1 " +
        "and not exists (select from divisions d where d.code = r.division_code) order by r.line limit 1000";

    private const string TwiceSql =
        "select line, first from (select line, " +
        "min(line) over (partition by estate_id, building, entrance, room) as first " +
        "from unit_import_rows where import_id = $1) r where line > first order by line limit 1000";

    // The first row of a ref in the file, or the register, says who it is; every later row must say the same.
    private const string OtherPersonSql =
        """
        with named as (
            select r.line, r.estate_id, p.ref, p.name_hash, p.phone_hash,
                first_value(p.name_hash) over w as first_name, first_value(p.phone_hash) over w as first_phone,
                first_value(r.line) over w as first_line
            from unit_import_rows r, unnest(r.owner_refs, r.name_hashes, r.phone_hashes) as p (ref, name_hash,
                phone_hash)
            where r.import_id = $1
            window w as (partition by r.estate_id, p.ref order by r.line)
        )
        select n.line, case when o.id is null then n.first_line else 0 end
        from named n left join lateral
            (select * from owners where estate_id = n.estate_id and ref = n.ref offset 0) o on true
        where (n.name_hash, n.phone_hash) is distinct from (n.first_name, n.first_phone)
            or (o.id is not null and (n.name_hash, n.phone_hash) is distinct from (o.name_hash, o.phone_hash))
        order by n.line limit 1000
        """;

    // One row for each column that differs; the holders are compared as sorted lists.
    private const string DiffersSql =
        """
        with pairs as (
            select r.line, r.floor <> u.floor as floor, r.area <> u.area as area,
                r.area_source <> u.area_source as source,
                r.kind <> u.kind as kind, r.sale_status <> u.sale_status as status,
                r.owner_refs <> array(select o.ref from holdings h join owners o on o.id = h.owner_id
                    where h.unit_id = u.id order by o.ref collate "C") as owners
            from unit_import_rows r cross join lateral (select * from units where
                (estate_id, building, entrance, room) = (r.estate_id, r.building, r.entrance, r.room) offset 0) u
            where r.import_id = $1
        )
        select p.line, d.name from pairs p, unnest(
            array['floor', 'area_m2', 'area_source', 'kind', 'sale_status', 'owners'],
            array[p.floor, p.area, p.source, p.kind, p.status, p.owners]) as d (name, differs)
        where d.differs order by p.line limit 1000
        """;

    /// <summary>Unknown divisions and a room twice: 422, together with what the shape check found.</summary>
    public async Task AddFileFindingsAsync(ImportReport report, CancellationToken ct)
    {
        foreach (var (line, _) in await ReadAsync<int>(UnknownDivisionSql, ct))
            report.Add(line, UnitRowReader.Division, "division.unknown",
                "该社区代码尚未登记，请先以 PUT /divisions/{code} 登记社区");
        foreach (var (line, first) in await ReadAsync<int>(TwiceSql, ct))
            report.Add(line, UnitRowReader.Room, "unit.twice", $"与第 {first} 行是同一专有部分");
    }

    /// <summary>
    /// A ref that is two people, in the file or in the register: 422. Only in the caller's own offices.
    /// </summary>
    public async Task AddRegisterFindingsAsync(ImportReport report, CancellationToken ct)
    {
        foreach (var (line, first) in await ReadAsync<int>(OtherPersonSql, ct))
        {
            var with = first == 0 ? "登记" : $"第 {first} 行";
            report.Add(line, UnitRowReader.Owners, "owner.other_person", $"同一业主编号的姓名或电话与{with}不一致");
        }
    }

    /// <summary>Rows whose unit is registered with other content: 409, because an import never overwrites.</summary>
    public async Task AddDifferencesAsync(ImportReport report, CancellationToken ct)
    {
        foreach (var (line, column) in await ReadAsync<string>(DiffersSql, ct))
            report.Add(line, column, "unit.differs", "与已登记的内容不同");
    }

    private async Task<List<(int Line, T Value)>> ReadAsync<T>(string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection)
        {
            Parameters = { new() { Value = importId } },
            CommandTimeout = ImportLimits.StatementSeconds,
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<(int, T)>();
        while (await reader.ReadAsync(ct)) rows.Add((reader.GetInt32(0), reader.GetFieldValue<T>(1)));
        return rows;
    }
}
