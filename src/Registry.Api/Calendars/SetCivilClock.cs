using CivicPlatform.Contracts.Registry;
using CivicPlatform.Registry.Data;
using CivicPlatform.ServiceDefaults.Clocks;

namespace CivicPlatform.Registry.Calendars;

/// <summary>
/// PUT /civil-clocks/{streetCode}: moves a street office's legal date forward. Exists in Development only.
/// </summary>
/// <remarks>A row per street, so that parallel tests do not disturb each other; never backward (409).</remarks>
public static class SetCivilClock
{
    private const int MaxDays = 3_660;

    public sealed record Request
    {
        /// <summary>The instant that it shall be now.</summary>
        public DateTimeOffset? Now { get; init; }

        /// <summary>Or by how many days to go on from the present civil instant.</summary>
        public int? AdvanceDays { get; init; }
    }

    /// <param name="StreetCode">9 digits.</param>
    /// <param name="Now">The civil instant after the move, UTC.</param>
    /// <param name="OffsetSeconds">By how much it runs ahead of the system clock.</param>
    /// <param name="Version">Grows with every move.</param>
    public sealed record Response(string StreetCode, DateTime Now, long OffsetSeconds, long Version);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPut("/civil-clocks/{streetCode}", PutAsync)
            .Requires(Permissions.ClockMove)
            .WithTags("Civil clocks").WithSummary("Move a street office's legal date forward (拨动民用时钟)")
            .WithDescription(
                "In Development only: publicity periods and daily pages can be tried without waiting. Give now or " +
                "advanceDays, not both. Never backward: 409 civil_clocks.backward; 422 civil_clocks.too_far.")
            .Produces<Response>()
            .WithRequestExample("""{"advanceDays":8}""");

    private static async Task<IResult> PutAsync(
        string streetCode, Request request, CurrentUser user, Handler handler, CancellationToken ct)
    {
        var oneOfBoth = request.Now is null != request.AdvanceDays is null;
        var shape = new ShapeCheck()
            .Division(streetCode)
            .That(oneOfBoth, "now", "civil_clocks.one_of_both", "now 与 advanceDays 填且只填一项")
            .That(request.AdvanceDays is null or (> 0 and <= MaxDays), "advanceDays", "number.out_of_range",
                "应为 1 至 3660")
            .Error;
        if (shape is not null) return shape.ToProblem();
        var known = streetCode.Length == 9 && user.Scope.Covers(streetCode);
        if (!known) return Divisions.DivisionErrors.NotFound.ToProblem();
        var moved = await handler.HandleAsync(streetCode, request, ct);
        return moved.Succeeded(out var response, out var error) ? TypedResults.Ok(response) : error.ToProblem();
    }

    public sealed class Handler(RegistryDbContext db, TimeProvider clock)
    {
        public async Task<Result<Response>> HandleAsync(string street, Request request, CancellationToken ct)
        {
            var (offset, version) = await LockAsync(street, ct);
            var system = clock.GetUtcNow();
            var target = request.Now is { } now
                ? (long)Math.Ceiling((now - system).TotalSeconds)
                : offset + request.AdvanceDays!.Value * 86_400L;
            if (target < offset) return ClockErrors.Backward(system.AddSeconds(offset));
            if (target > MaxDays * 86_400L) return ClockErrors.TooFar;

            await CivilClock.MoveAsync(db, street, target, version + 1, ct);
            db.Outbox.Enqueue(new CivilClockMoved
            {
                AggregateId = ClockId(street),
                AggregateVersion = version + 1,
                OccurredAt = system,
                StreetCode = street,
                OffsetSeconds = target,
            });
            await db.SaveChangesAsync(ct);
            return new Response(street, system.AddSeconds(target).UtcDateTime, target, version + 1);
        }

        // Makes the row first, so that two movers of one clock queue up behind it.
        private async Task<(long Offset, long Version)> LockAsync(string street, CancellationToken ct)
        {
            var row = await db.Database.SqlQuery<ClockRow>(
                $"""
                insert into platform.civil_clock as c (street_code, offset_seconds, version) values ({street}, 0, 0)
                on conflict (street_code) do update set version = c.version
                returning c.offset_seconds, c.version
                """).ToListAsync(ct);
            return (row[0].OffsetSeconds, row[0].Version);
        }

        // One aggregate per street: the street code in the last digits of the id.
        private static Guid ClockId(string street) => Guid.Parse($"00000000-0000-8000-8000-{street.PadLeft(12, '0')}");
    }

    internal sealed record ClockRow(
        [property: System.ComponentModel.DataAnnotations.Schema.Column("offset_seconds")] long OffsetSeconds,
        [property: System.ComponentModel.DataAnnotations.Schema.Column("version")] long Version);
}

internal static class ClockErrors
{
    public static readonly Error TooFar = Error.Refused("civil_clocks.too_far", "民用时钟最多比系统时钟快 3660 天");

    public static Error Backward(DateTimeOffset now) =>
        Error.Conflict("civil_clocks.backward", "民用时钟只能向前拨") with { Detail = $"当前为 {now:yyyy-MM-ddTHH:mm:ssZ}" };
}
