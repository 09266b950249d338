using CivicPlatform.Consultation.Rolls;

namespace CivicPlatform.Consultation.Publicity;

/// <summary>POST /decisions/{id}/committee-notice: the residents' committee was told (PUB-06).</summary>
public static class TellCommittee
{
    /// <param name="ToldOn">Civil day: not before the decision, not after today.</param>
    /// <param name="DocumentHash">SHA-256 of the receipt that the committee gave.</param>
    public sealed record Request(DateOnly ToldOn, string DocumentHash);

    /// <param name="Version">The decision's version now.</param>
    public sealed record Response(Guid DecisionId, DateOnly ToldOn, string DocumentHash, long Version);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/decisions/{id:guid}/committee-notice", PostAsync)
        .Requires(Permissions.PublicityStart)
        .WithTags("Decisions").WithSummary("Record that the residents' committee was told (告知居民委员会)")
        .WithDescription(
            "A duty of every decision of the whole estate; what is still open is listed by GET " +
            "/decisions?committeeTold=false. 422 decisions.no_committee_duty for a building's decision, " +
            "decisions.told_on_out_of_range; 409 decisions.committee_told (PUB-06); 404 " +
            "publicity.decision_not_found. If-Match is checked when given (412).")
        .Produces<Response>(201)
        .WithRequestExample(
            """
            {"toldOn":"2024-05-06","documentHash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}
            """);

    private static async Task<Results<Created<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        var shape = new ShapeCheck().That(
            Sha256Text.IsHash(request.DocumentHash), "documentHash", "hash.malformed", Sha256Text.Form);
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var told = await handler.HandleAsync(id, request, http, ct);
        if (!told.Succeeded(out var response, out var error)) return error.ToProblem();
        http.SetETag(response.Version);
        return TypedResults.Created($"/api/v1/decisions/{id}", response);
    }

    public sealed class Handler(ConsultationDbContext db, ICivilClock clock, CurrentUser user)
    {
        public async Task<Result<Response>> HandleAsync(
            Guid id, Request request, HttpContext http, CancellationToken ct)
        {
            var decision = await db.Decisions.SingleOrDefaultAsync(d => d.Id == id, ct);
            if (decision is null) return PublicityErrors.DecisionNotFound;
            if (http.CheckIfMatch(decision.Version) is { } stale) return stale;
            var ofTheEstate = await db.Motions.AnyAsync(
                m => m.Id == decision.MotionId && m.ScopeKind == ScopeKind.Area, ct);
            if (!ofTheEstate) return PublicityErrors.NoCommitteeDuty;
            if (await db.CommitteeNotices.AnyAsync(n => n.DecisionId == id, ct)) return PublicityErrors.CommitteeTold;
            var now = await clock.NowAsync(decision.StreetCode, ct);
            if (request.ToldOn < CivilTime.DayOf(decision.DecidedAt) || request.ToldOn > CivilTime.DayOf(now))
                return PublicityErrors.ToldOnOutOfRange;

            db.Add(CommitteeNotice.Of(decision, request, user.Subject, now));
            db.Entry(decision).State = EntityState.Modified; // What it shows is its next version.
            db.Audit.Record(user, "decisions.tell_committee", decision.Id, decision.StreetCode);
            await db.SaveChangesAsync(ct);
            return new Response(id, request.ToldOn, request.DocumentHash, decision.Version);
        }
    }
}
