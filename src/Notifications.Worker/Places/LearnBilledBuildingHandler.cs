using CivicPlatform.Contracts.Funds;

namespace CivicPlatform.Notifications.Places;

/// <summary>Keeps the newest number of billed households of a building, in whatever order the events arrive.</summary>
public sealed class LearnBilledBuildingHandler(NotificationsDbContext db) : IEventHandler<BillsIssued>
{
    public Task HandleAsync(BillsIssued message, CancellationToken ct) => db.Database.ExecuteSqlAsync(
        $"""
        insert into billed_buildings as b (campaign_id, building, households, source_version)
        values ({message.AggregateId}, {message.Building}, {message.Households}, {message.AggregateVersion})
        on conflict (campaign_id, building) do update
        set households = excluded.households, source_version = excluded.source_version
        where b.source_version < excluded.source_version
        """, ct);
}
