using CivicPlatform.Contracts.Registry;

namespace CivicPlatform.Consultation.Register;

/// <summary>Keeps who holds a unit now; a transfer that overtakes the registration leaves a stub for it.</summary>
/// <remarks>Rolls that are frozen already keep the seller (VOTE-17).</remarks>
public sealed class RecordTransferHandler(ConsultationDbContext db) : IEventHandler<OwnershipTransferred>
{
    public Task HandleAsync(OwnershipTransferred message, CancellationToken ct) => db.Database.ExecuteSqlAsync(
        $"""
        insert into register_units as u (id, estate_id, street_code, division_code, sale_status, owner_refs,
            holding_version)
        values ({message.AggregateId}, {message.EstateId}, {message.StreetCode}, {message.StreetCode},
            {message.SaleStatus}, {message.OwnerRefs.ToArray()}, {message.AggregateVersion})
        on conflict (id) do update set sale_status = excluded.sale_status, owner_refs = excluded.owner_refs,
            holding_version = excluded.holding_version
        where u.holding_version < excluded.holding_version
        """, ct);
}
