using CivicPlatform.ServiceDefaults.Clocks;
using CivicPlatform.ServiceDefaults.Data;
using Npgsql;

namespace CivicPlatform.Funds.Ledger;

/// <summary>Lets go of what was reserved and not posted by its last civil day, one replica at a time.</summary>
/// <remarks>
/// Whoever posts looks at the day himself: a reservation is dead at midnight, not when this loop comes by. The unique
/// end of a reservation stands behind the lease.
/// </remarks>
public sealed class ReservationExpiry(
    [FromKeyedServices(DatabaseLogin.Worker)] NpgsqlDataSource worker, ICivilClock civil, TimeProvider clock,
    ILogger<ReservationExpiry> logger)
    : LeasedLoop("funds-reservations", TimeSpan.FromSeconds(10), worker, clock, logger)
{
    private const int StreetsARound = 10_000;
    private const string StreetsSql = "select distinct street_code from open_reservations limit $1";

    // The book is locked like by every other writer: an end and a posting of the same reservation never cross.
    private const string ExpireSql =
        "with due as (select o.reservation_id, r.book_id from open_reservations o join ledger_reservations r " +
        "on r.id = o.reservation_id where o.street_code = $1 and o.expires_on < $2 order by o.expires_on limit 500), " +
        "locked as (select id from bank_accounts where id in (select book_id from due) order by id for update " +
        "skip locked) insert into ledger_reservation_ends (reservation_id, outcome, posted, street_code, " +
        "division_code) select r.id, 'EXPIRED', 0, r.street_code, r.division_code from due " +
        "join ledger_reservations r on r.id = due.reservation_id where due.book_id in (select id from locked) " +
        "on conflict do nothing";

    protected override async Task RunOnceAsync(long fencingToken, CancellationToken ct)
    {
        foreach (var street in await StreetsAsync(ct))
        {
            var today = CivilTime.DayOf(await civil.NowAsync(street, ct));
            await using var expire = Worker.CreateCommand(ExpireSql);
            expire.Parameters.Add(new() { Value = street });
            expire.Parameters.Add(new() { Value = today });
            await expire.ExecuteNonQueryAsync(ct);
        }
    }

    private async Task<List<string>> StreetsAsync(CancellationToken ct)
    {
        await using var command = Worker.CreateCommand(StreetsSql);
        command.Parameters.Add(new() { Value = StreetsARound });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var streets = new List<string>();
        while (await reader.ReadAsync(ct)) streets.Add(reader.GetString(0));
        return streets;
    }
}
