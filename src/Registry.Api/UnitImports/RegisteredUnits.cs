using CivicPlatform.Contracts.Registry;
using CivicPlatform.Registry.Data;
using Npgsql;

namespace CivicPlatform.Registry.UnitImports;

/// <summary>Tells the other services what an import added, batch by batch, in the import's own transaction.</summary>
internal sealed class RegisteredUnits(RegistryDbContext db, NpgsqlConnection connection, Guid importId)
{
    private const string PageSql =
        "select r.line, u.id, u.building, u.entrance, u.room, u.floor, u.area, u.kind, u.sale_status, r.owner_refs " +
        "from unit_import_rows r cross join lateral (select * from units where id = r.unit_id offset 0) u " +
        "where r.import_id = $1 and r.estate_id = $2 and r.line > $3 order by r.line limit $4";

    /// <summary>
    /// UnitsRegistered in batches, then EstateRegistered with the totals; all carry the estate's version.
    /// </summary>
    public async Task PublishAsync(ChangedEstate estate, DateTimeOffset now, CancellationToken ct)
    {
        for (var after = 0; ;)
        {
            var (units, last) = await ReadAsync(estate.Id, after, ct);
            if (units.Count == 0) break;
            db.Outbox.Enqueue(new UnitsRegistered
            {
                AggregateId = estate.Id,
                AggregateVersion = estate.Version,
                OccurredAt = now,
                StreetCode = estate.StreetCode,
                DivisionCode = estate.DivisionCode,
                Units = units,
            });
            await db.SaveChangesAsync(ct);
            db.ChangeTracker.Clear(); // Flat memory: a batch is written before the next one is read.
            if (units.Count < ImportLimits.EventUnits) break;
            after = last;
        }
        db.Outbox.Enqueue(new EstateRegistered
        {
            AggregateId = estate.Id,
            AggregateVersion = estate.Version,
            OccurredAt = now,
            StreetCode = estate.StreetCode,
            DivisionCode = estate.DivisionCode,
            Name = estate.Name,
            Units = estate.Units,
            Area = estate.Area,
        });
    }

    private async Task<(List<RegisteredUnit> Units, int Last)> ReadAsync(Guid estateId, int after, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(PageSql, connection)
        {
            Parameters =
            {
                new() { Value = importId }, new() { Value = estateId }, new() { Value = after },
                new() { Value = ImportLimits.EventUnits },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var (units, last) = (new List<RegisteredUnit>(), after);
        while (await reader.ReadAsync(ct))
        {
            last = reader.GetInt32(0);
            units.Add(new RegisteredUnit(
                reader.GetGuid(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetInt32(5),
                reader.GetDecimal(6), reader.GetString(7), reader.GetString(8), reader.GetFieldValue<string[]>(9)));
        }
        return (units, last);
    }
}
