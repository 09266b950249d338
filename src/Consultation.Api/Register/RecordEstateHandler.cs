using CivicPlatform.Contracts.Registry;

namespace CivicPlatform.Consultation.Register;

/// <summary>Keeps an estate's latest totals; an older version that arrives late changes nothing.</summary>
public sealed class RecordEstateHandler(ConsultationDbContext db) : IEventHandler<EstateRegistered>
{
    public async Task HandleAsync(EstateRegistered message, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync(
            $"insert into platform.streets (street_code) values ({message.StreetCode}) on conflict do nothing", ct);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into register_estates as e (id, street_code, division_code, name, units, area, version)
            values ({message.AggregateId}, {message.StreetCode}, {message.DivisionCode}, {message.Name},
                {message.Units}, {message.Area}, {message.AggregateVersion})
            on conflict (id) do update set name = excluded.name, units = excluded.units, area = excluded.area,
                version = excluded.version
            where e.version < excluded.version
            """, ct);
    }
}
