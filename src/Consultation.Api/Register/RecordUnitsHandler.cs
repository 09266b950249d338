using System.Text.Json;
using CivicPlatform.Contracts.Registry;

namespace CivicPlatform.Consultation.Register;

/// <summary>Adds a batch of units; completes the stub of a unit whose transfer arrived first.</summary>
public sealed class RecordUnitsHandler(ConsultationDbContext db) : IEventHandler<UnitsRegistered>
{
    public Task HandleAsync(UnitsRegistered message, CancellationToken ct) => db.Database.ExecuteSqlAsync(
        $"""
        insert into register_units as u (id, estate_id, street_code, division_code, building, entrance, room, area,
            sale_status, owner_refs, holding_version)
        select r."UnitId", {message.AggregateId}, {message.StreetCode}, {message.DivisionCode}, r."Building",
            r."Entrance", r."Room", r."Area", r."SaleStatus", r."OwnerRefs", 0
        from jsonb_to_recordset({JsonSerializer.Serialize(message.Units)}::jsonb) as r("UnitId" uuid, "Building" text,
            "Entrance" text, "Room" text, "Area" numeric, "SaleStatus" text, "OwnerRefs" text[])
        on conflict (id) do update set division_code = excluded.division_code, building = excluded.building,
            entrance = excluded.entrance, room = excluded.room, area = excluded.area
        where u.building is null
        """, ct);
}
