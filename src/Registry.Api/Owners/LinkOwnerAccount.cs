using CivicPlatform.Contracts.Registry;
using CivicPlatform.Registry.Data;
using CivicPlatform.Registry.Estates;

namespace CivicPlatform.Registry.Owners;

/// <summary>
/// POST /owner-accounts: ties a login to an owner, so that he sees his own bills and ballots (T1, T2).
/// </summary>
public static class LinkOwnerAccount
{
    private const int MaxSubject = 200;

    public sealed record Request
    {
        /// <summary>The login (claim sub).</summary>
        public required string Subject { get; init; }

        public required Guid EstateId { get; init; }

        /// <summary>Ref of the owner in that estate.</summary>
        public required string OwnerRef { get; init; }
    }

    public sealed record Response(Guid Id, string Subject, Guid EstateId, string OwnerRef);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/owner-accounts", PostAsync).Requires(Permissions.OwnerLink)
            .WithTags("Owners").WithSummary("Tie a login to an owner (关联业主账号)")
            .WithDescription(
                "After it the owner reads his own bills and the paid list of his building. The same link again is " +
                "200 and changes nothing. 404 estate.not_found; 422 owners.unknown_ref.")
            .Produces<Response>(StatusCodes.Status201Created).Produces<Response>()
            .WithRequestExample(
                """
                {"subject":"owner-4-101","estateId":"01a1fc78-884c-7a7a-9c0a-e33201116603","ownerRef":"S006"}
                """);

    private static async Task<IResult> PostAsync(Request request, Handler handler, CancellationToken ct)
    {
        var shape = new ShapeCheck().Text(request.Subject, MaxSubject).Text(request.OwnerRef, OwnerLimits.Ref).Error;
        return shape is not null ? shape.ToProblem() : await handler.HandleAsync(request, ct);
    }

    public sealed class Handler(RegistryDbContext db, CurrentUser user, TimeProvider clock)
    {
        public async Task<IResult> HandleAsync(Request request, CancellationToken ct)
        {
            var estate = await db.Estates.SingleOrDefaultAsync(e => e.Id == request.EstateId, ct);
            if (estate is null) return EstateErrors.NotFound.ToProblem();
            if (!await db.Owners.AnyAsync(o => o.EstateId == estate.Id && o.Ref == request.OwnerRef, ct))
                return OwnerErrors.UnknownRef(request.OwnerRef).ToProblem();
            var known = await db.OwnerAccounts.AsNoTracking().SingleOrDefaultAsync(
                a => a.EstateId == estate.Id && a.Subject == request.Subject && a.OwnerRef == request.OwnerRef, ct);
            if (known is not null) return TypedResults.Ok(View(known)); // The same link again changes nothing.

            var link = OwnerAccount.Link(estate, request.Subject, request.OwnerRef, clock.GetUtcNow());
            db.Add(link);
            db.Entry(estate).State = EntityState.Modified; // Its version orders its events.
            db.Audit.Record(user, "owners.link_account", link.Id, estate.StreetCode, request.OwnerRef);
            db.Outbox.Enqueue(new OwnerAccountLinked
            {
                AggregateId = estate.Id,
                AggregateVersion = estate.Version + 1,
                OccurredAt = link.LinkedAt,
                StreetCode = estate.StreetCode,
                Subject = request.Subject,
                OwnerRef = request.OwnerRef,
            });
            await db.SaveChangesAsync(ct);
            return TypedResults.Created((string?)null, View(link));
        }

        private static Response View(OwnerAccount a) => new(a.Id, a.Subject, a.EstateId, a.OwnerRef);
    }
}
