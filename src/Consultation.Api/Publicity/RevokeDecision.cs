using CivicPlatform.Consultation.DualConsultations;
using CivicPlatform.Contracts.Consultation;

namespace CivicPlatform.Consultation.Publicity;

/// <summary>POST /decisions/{id}/revocations: an authority or a court corrects or revokes it (PUB-04).</summary>
public static class RevokeDecision
{
    private const int MaxAuthority = 100;

    /// <param name="Ground">CORRECTION_ORDERED, REVOKED_ADMIN or REVOKED_COURT.</param>
    /// <param name="Authority">The office or court that decided; at most 100 characters, no person.</param>
    /// <param name="DocumentHash">SHA-256 of the order or judgment.</param>
    /// <param name="DecidedOn">Civil day on the paper: not before the owners' decision, not after today.</param>
    public sealed record Request(RevocationGround Ground, string Authority, string DocumentHash, DateOnly DecidedOn);

    /// <param name="Status">The decision's status now.</param>
    /// <param name="Version">The decision's version now.</param>
    public sealed record Response(
        Guid Id, Guid DecisionId, RevocationGround Ground, DateOnly DecidedOn, DecisionStatus Status, long Version);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/decisions/{id:guid}/revocations", PostAsync)
        .Requires(Permissions.DecisionRevoke)
        .WithTags("Decisions").WithSummary("Record that a decision was revoked or must be corrected (撤销或责令改正)")
        .WithDescription(
            "A revocation is told to the other services: open steps and unpaid postings freeze, nothing paid is " +
            "reversed (EVT-01). An order to correct leaves the decision in force and tells nobody. 409 " +
            "decisions.not_in_force before it took effect and once revoked; 422 decisions.decided_on_out_of_range; " +
            "404 publicity.decision_not_found. If-Match is checked when given (412).")
        .Produces<Response>(201)
        .WithRequestExample(
            """
            {"ground":"REVOKED_COURT","authority":"某区人民法院","decidedOn":"2026-03-02",
             "documentHash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}
            """);

    private static async Task<Results<Created<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        var shape = new ShapeCheck().Text(request.Authority, MaxAuthority)
            .That(request.DocumentHash is not null && Sha256Text.IsHashOrNull(request.DocumentHash),
                "documentHash", "hash.malformed", Sha256Text.Form);
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var revoked = await handler.HandleAsync(id, request, http, ct);
        return revoked.Succeeded(out var response, out var error)
            ? TypedResults.Created($"/api/v1/decisions/{id}", response)
            : error.ToProblem();
    }

    public sealed class Handler(
        ConsultationDbContext db, LiftClearance clearance, ICivilClock clock, CurrentUser user)
    {
        public async Task<Result<Response>> HandleAsync(
            Guid id, Request request, HttpContext http, CancellationToken ct)
        {
            var decision = await db.Decisions.SingleOrDefaultAsync(d => d.Id == id, ct);
            if (decision is null) return PublicityErrors.DecisionNotFound;
            if (http.CheckIfMatch(decision.Version) is { } stale) return stale;
            var now = await clock.NowAsync(decision.StreetCode, ct);
            if (request.DecidedOn < CivilTime.DayOf(decision.DecidedAt) || request.DecidedOn > CivilTime.DayOf(now))
                return PublicityErrors.DecidedOnOutOfRange;
            if (decision.Revoke(request.Ground).Error is { } refusal) return refusal;

            var revocation = Revocation.Of(decision, request, user.Subject, now);
            db.Add(revocation);
            db.Audit.Record(user, "decisions.revoke", decision.Id, decision.StreetCode, Codes.Of(request.Ground));
            if (request.Ground is not RevocationGround.CorrectionOrdered) await TellAsync(decision, now, ct);
            await db.SaveChangesAsync(ct);
            await clearance.FollowMotionAsync(decision.MotionId, now, ct);
            http.SetETag(decision.Version);
            return new Response(
                revocation.Id, id, revocation.Ground, revocation.DecidedOn, decision.Status, decision.Version);
        }

        private async Task TellAsync(Decision decision, DateTimeOffset now, CancellationToken ct)
        {
            var motion = await db.Motions.SingleAsync(m => m.Id == decision.MotionId, ct);
            db.Entry(motion).State = EntityState.Modified; // The event is the motion's next version.
            db.Outbox.Enqueue(new DecisionRevoked
            {
                AggregateId = motion.Id,
                AggregateVersion = motion.NextVersion,
                OccurredAt = now,
                StreetCode = decision.StreetCode,
                CaseId = decision.CaseId,
                DecisionId = decision.Id,
                EstateId = decision.EstateId,
                Ground = Codes.Of(decision.Status),
            });
        }
    }
}
