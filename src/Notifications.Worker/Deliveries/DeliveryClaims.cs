using Microsoft.Extensions.Options;
using Npgsql;

namespace CivicPlatform.Notifications.Deliveries;

/// <summary>Hands due deliveries to senders, each to one at a time.</summary>
public sealed class DeliveryClaims(
    [FromKeyedServices(DatabaseLogin.Worker)] NpgsqlDataSource worker, IOptions<DeliveryOptions> options,
    TimeProvider clock)
{
    // Another sender skips the locked rows, and after the commit sees them as not due. The try is counted here, so
    // that a sender that dies while sending uses one up.
    private const string ClaimSql =
        """
        update deliveries set claim = $1, next_try_at = $2::timestamptz + $3, tries = tries + 1, version = version + 1
        where id in (
            select id from deliveries where state = 'PENDING' and next_try_at <= $2
            order by next_try_at limit $4 for update skip locked)
        returning id
        """;

    /// <summary>At most that many due deliveries, claimed under the given token.</summary>
    public async Task<IReadOnlyList<Guid>> TakeAsync(Guid claim, int countMax, CancellationToken ct)
    {
        await using var command = worker.CreateCommand(ClaimSql);
        command.Parameters.Add(new() { Value = claim });
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        command.Parameters.Add(new() { Value = options.Value.Lease });
        command.Parameters.Add(new() { Value = countMax });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var ids = new List<Guid>();
        while (await reader.ReadAsync(ct)) ids.Add(reader.GetGuid(0));
        return ids;
    }
}
