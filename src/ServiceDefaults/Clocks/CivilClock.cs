using CivicPlatform.Contracts.Registry;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Data;
using CivicPlatform.ServiceDefaults.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace CivicPlatform.ServiceDefaults.Clocks;

/// <summary>The civil clock: the system clock, in Development plus the street office's own offset.</summary>
public sealed class CivilClock(
    TimeProvider clock, IHostEnvironment environment,
    [FromKeyedServices(DatabaseLogin.Worker)] NpgsqlDataSource worker) : ICivilClock
{
    public async ValueTask<DateTimeOffset> NowAsync(string streetCode, CancellationToken ct)
    {
        if (!environment.IsDevelopment()) return Now();
        await using var command = worker.CreateCommand(
            "select offset_seconds from platform.civil_clock where street_code = $1");
        command.Parameters.Add(new() { Value = streetCode });
        var offset = await command.ExecuteScalarAsync(ct) as long? ?? 0;
        return Now().AddSeconds(offset);
    }

    // Whole microseconds, as PostgreSQL keeps them: the answer to a POST and a later GET show the same instant.
    private DateTimeOffset Now() => clock.GetUtcNow().InMicroseconds();

    /// <summary>Forward only: a smaller offset or an older version changes nothing.</summary>
    public static Task MoveAsync(
        DbContext db, string streetCode, long offsetSeconds, long version, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync(
            $"""
            insert into platform.civil_clock as c (street_code, offset_seconds, version)
            values ({streetCode}, {offsetSeconds}, {version})
            on conflict (street_code) do update set offset_seconds = excluded.offset_seconds, version = excluded.version
            where c.version < excluded.version and c.offset_seconds <= excluded.offset_seconds
            """, ct);
}

/// <summary>Keeps this service's copy of the Development offsets.</summary>
public sealed class MoveCivilClockHandler(ServiceDbContext db) : IEventHandler<CivilClockMoved>
{
    public Task HandleAsync(CivilClockMoved message, CancellationToken ct) =>
        CivilClock.MoveAsync(db, message.StreetCode, message.OffsetSeconds, message.AggregateVersion, ct);
}
