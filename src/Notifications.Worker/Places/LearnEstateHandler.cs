using CivicPlatform.Contracts.Registry;

namespace CivicPlatform.Notifications.Places;

/// <summary>Keeps the newest name of an estate, in whatever order its events arrive.</summary>
public sealed class LearnEstateHandler(NotificationsDbContext db) : IEventHandler<EstateRegistered>
{
    public Task HandleAsync(EstateRegistered message, CancellationToken ct) => db.Database.ExecuteSqlAsync(
        $"""
        insert into estates as e (id, street_code, name, source_version)
        values ({message.AggregateId}, {message.StreetCode}, {message.Name}, {message.AggregateVersion})
        on conflict (id) do update set name = excluded.name, source_version = excluded.source_version
        where e.source_version < excluded.source_version
        """, ct);
}
