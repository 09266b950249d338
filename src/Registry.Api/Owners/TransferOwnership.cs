using CivicPlatform.Contracts.Registry;
using CivicPlatform.Registry.Data;
using CivicPlatform.Registry.Estates;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Registry.Owners;

/// <summary>POST /ownership-transfers: new holders or another sale status of one exclusive part.</summary>
public static class TransferOwnership
{
    private const int MaxOwners = 50;

    public sealed record Request
    {
        public required Guid UnitId { get; init; }

        /// <summary>All holders after the change. A known ref needs no name; a new one does.</summary>
        public required IReadOnlyList<NewHolder> Owners { get; init; }

        /// <summary>SOLD (default), UNSOLD or SOLD_NOT_DELIVERED.</summary>
        [CodesOf(typeof(UnitCodes), nameof(UnitCodes.SaleStatuses))]
        public string SaleStatus { get; init; } = UnitCodes.Sold;

        /// <summary>Civil date of the change; today when absent, never later.</summary>
        public DateOnly? TransferredOn { get; init; }
    }

    public sealed record NewHolder
    {
        public required string Ref { get; init; }

        public string? Name { get; init; }

        public string? Phone { get; init; }
    }

    /// <param name="TransferId">Record of the change.</param>
    /// <param name="UnitId">The part.</param>
    /// <param name="OwnerRefs">Holders now, sorted.</param>
    /// <param name="SaleStatus">Status now.</param>
    /// <param name="TransferredOn">Civil date of the change.</param>
    /// <param name="Version">Of the unit, also its ETag.</param>
    public sealed record Response(
        Guid TransferId, Guid UnitId, IReadOnlyList<string> OwnerRefs,
        [CodesOf(typeof(UnitCodes), nameof(UnitCodes.SaleStatuses))] string SaleStatus, DateOnly TransferredOn,
        long Version);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/ownership-transfers", PostAsync).Requires(Permissions.OwnershipTransfer)
            .WithTags("Owners").WithSummary("Record new holders or another sale status (产权变更)")
            .WithDescription(
                "Names all holders after the change; frozen rolls keep the old ones. If-Match with the unit's ETag " +
                "is checked when given (412). 409 owners.nothing_changes; 422 owners.sold_without_owner (rule " +
                "VOTE-11), owners.transfer_in_future (rule TIME-04), owners.name_needed, owners.ref_of_other_person.")
            .Produces<Response>(StatusCodes.Status201Created)
            .WithRequestExample(
                """
                {"unitId":"01a1fc78-884c-7a7a-9c0a-e33201116603","saleStatus":"SOLD","transferredOn":"2023-06-01",
                 "owners":[{"ref":"S901","name":"王芳","phone":"13800000000"}]}
                """);

    private static async Task<IResult> PostAsync(Request request, HttpContext http, Handler handler,
        CancellationToken ct)
    {
        if (ShapeOf(request) is { } shape) return shape.ToProblem();
        var done = await handler.HandleAsync(request, http, ct);
        if (!done.Succeeded(out var response, out var error)) return error.ToProblem();
        http.SetETag(response.Version);
        return TypedResults.Created($"/api/v1/units/{response.UnitId}", response);
    }

    private static Error? ShapeOf(Request request)
    {
        var shape = new ShapeCheck()
            .Code(request.SaleStatus, UnitCodes.SaleStatuses)
            .That(request.Owners.Count <= MaxOwners, "owners", "list.too_long", $"不得超过 {MaxOwners} 人")
            .That(request.Owners.Select(o => o.Ref).Distinct().Count() == request.Owners.Count,
                "owners", "owners.ref_twice", "业主编号重复");
        for (var i = 0; i < request.Owners.Count; i++)
        {
            var owner = request.Owners[i];
            shape.Text(owner.Ref, OwnerLimits.Ref, $"owners[{i}].ref")
                .OptionalText(owner.Name, OwnerLimits.Name, $"owners[{i}].name")
                .That(OwnerLimits.IsPhone(owner.Phone ?? ""), $"owners[{i}].phone", "owner.phone", "电话格式有误");
        }
        return shape.Error;
    }

    public sealed class Handler(RegistryDbContext db, CurrentUser user, FieldCipher cipher, TransferClock clock)
    {
        public async Task<Result<Response>> HandleAsync(Request request, HttpContext http, CancellationToken ct)
        {
            var unit = await db.Units.Include(u => u.Holdings).ThenInclude(h => h.Owner)
                .SingleOrDefaultAsync(u => u.Id == request.UnitId, ct);
            if (unit is null) return EstateErrors.UnitNotFound;
            if (http.CheckIfMatch(unit.Version) is { } stale) return stale;
            if (request is { SaleStatus: UnitCodes.Sold, Owners.Count: 0 }) return OwnerErrors.SoldWithoutOwner;
            var (today, now) = await clock.ReadAsync(unit.StreetCode, ct);
            var on = request.TransferredOn ?? today;
            if (on > today) return OwnerErrors.InFuture;

            var found = await FindOwnersAsync(unit.EstateId, request.Owners, ct);
            if (!found.Succeeded(out var owners, out var refusal)) return refusal;
            var before = Holders.Of(unit);
            unit.HandTo(owners, request.SaleStatus);
            var after = Holders.Of(unit);
            if (after.Same(before)) return OwnerErrors.NothingChanges;
            return await SaveAsync(unit, OwnershipTransfer.Record(unit, before, after, (on, user.Subject, now)), ct);
        }

        private async Task<Result<List<Owner>>> FindOwnersAsync(
            Guid estateId, IReadOnlyList<NewHolder> wanted, CancellationToken ct)
        {
            var estate = await db.Estates.AsNoTracking().SingleAsync(e => e.Id == estateId, ct);
            var refs = wanted.Select(w => w.Ref).ToList();
            var known = await db.Owners.Where(o => o.EstateId == estateId && refs.Contains(o.Ref))
                .ToDictionaryAsync(o => o.Ref, ct);
            var owners = new List<Owner>();
            foreach (var holder in wanted)
            {
                var person = holder.Name is null ? null : SealedPerson.Of(holder.Name, holder.Phone, cipher);
                if (!known.TryGetValue(holder.Ref, out var owner))
                {
                    if (person is null) return OwnerErrors.NameNeeded(holder.Ref);
                    db.Add(owner = Owner.Register(estate, holder.Ref, person));
                }
                else if (person is not null && !owner.Is(person)) return OwnerErrors.OtherPerson(holder.Ref);
                owners.Add(owner);
            }
            return owners;
        }

        private async Task<Response> SaveAsync(Unit unit, OwnershipTransfer record, CancellationToken ct)
        {
            db.Entry(unit).State = EntityState.Modified; // Holders changed even where the unit's own columns did not.
            db.Add(record);
            db.Audit.Record(user, "owners.transfer", unit.Id, unit.StreetCode, record.ToStatus);
            db.Outbox.Enqueue(new OwnershipTransferred
            {
                AggregateId = unit.Id,
                AggregateVersion = unit.Version + 1,
                OccurredAt = record.RecordedAt,
                StreetCode = unit.StreetCode,
                EstateId = unit.EstateId,
                OwnerRefs = record.ToRefs,
                SaleStatus = record.ToStatus,
                TransferredOn = record.TransferredOn,
            });
            await db.SaveChangesAsync(ct);
            return new Response(
                record.Id, unit.Id, record.ToRefs, record.ToStatus, record.TransferredOn, unit.Version);
        }
    }

    /// <summary>The civil day of the street office and the record's instant.</summary>
    public sealed class TransferClock(ICivilClock civil, TimeProvider system)
    {
        public async ValueTask<(DateOnly Today, DateTimeOffset Now)> ReadAsync(string street, CancellationToken ct) =>
            (CivilTime.DayOf(await civil.NowAsync(street, ct)), system.GetUtcNow());
    }
}
