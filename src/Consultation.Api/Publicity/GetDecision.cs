using CivicPlatform.Consultation.Motions;
using CivicPlatform.Consultation.Rolls;

namespace CivicPlatform.Consultation.Publicity;

/// <summary>GET /decisions/{id} and GET /decisions: what the owners decided, with its count.</summary>
public static class GetDecision
{
    /// <param name="Status">PENDING until publicity is over and nothing holds, then EFFECTIVE (PUB-04).</param>
    /// <param name="EffectiveOn">Civil day from which it is in force.</param>
    /// <param name="RevocableUntil">Last day for an owner to ask a court to revoke it; null while PENDING.</param>
    /// <param name="Revocations">What authorities and courts ordered about it, oldest first.</param>
    /// <param name="CommitteeDuty">True when the residents' committee must be told of it (PUB-06).</param>
    /// <param name="CommitteeToldOn">Civil day on which it was; null while it was not.</param>
    public sealed record Response(
        Guid Id, Guid MotionId, Guid EstateId, Guid? CaseId, Matter Matter, string Title, DecisionStatus Status,
        DateTimeOffset DecidedAt, DateOnly? EffectiveOn, DateOnly? RevocableUntil, IReadOnlyList<Order> Revocations,
        TallyView Tally, GetTally.Fractions Fractions, bool CommitteeDuty, DateOnly? CommitteeToldOn, long Version);

    /// <summary>One order about the decision.</summary>
    /// <param name="DocumentHash">SHA-256 of the paper.</param>
    public sealed record Order(RevocationGround Ground, string Authority, string DocumentHash, DateOnly DecidedOn);

    /// <summary>A decision in a list.</summary>
    public sealed record Line(
        Guid Id, Guid MotionId, Guid EstateId, Guid? CaseId, Matter Matter, DecisionStatus Status,
        DateTimeOffset DecidedAt, DateOnly? EffectiveOn, bool CommitteeDuty, DateOnly? CommitteeToldOn);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/decisions/{id:guid}", GetAsync)
            .Requires(Permissions.ConsultationRead)
            .WithTags("Decisions").WithSummary("Read a decision with its count (业主决定)")
            .WithDescription(
                "ETag is the version; 304 with If-None-Match. Nothing starts before status EFFECTIVE, nor after " +
                "REVOKED_ADMIN or REVOKED_COURT.");
        routes.MapGet("/decisions", ListAsync)
            .Requires(Permissions.ConsultationRead)
            .WithTags("Decisions").WithSummary("List decisions, newest first")
            .WithDescription(
                "Filter by estateId, caseId and committeeTold: false lists the decisions of the whole estate of " +
                "which the residents' committee has not been told yet (PUB-06); keyset pages by after and limit " +
                "(1 to 200).");
    }

    private static async Task<Results<Ok<Response>, StatusCodeHttpResult, ProblemHttpResult>> GetAsync(
        Guid id, ConsultationDbContext db, HttpContext http, CancellationToken ct)
    {
        var decision = await db.Decisions.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct);
        if (decision is null) return PublicityErrors.DecisionNotFound.ToProblem();
        if (http.SetETag(decision.Version)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);

        var motion = await db.Motions.AsNoTracking().SingleAsync(m => m.Id == decision.MotionId, ct);
        var tally = await db.Tallies.AsNoTracking().SingleAsync(t => t.MotionId == decision.MotionId, ct);
        var result = tally.ToResult(motion.Matter);
        var lastDay = await db.PublicityPeriods
            .Where(p => p.MotionId == decision.MotionId && p.Status == PublicityStatus.Ended)
            .Select(p => (DateOnly?)p.LastDay).SingleOrDefaultAsync(ct);
        var orders = await db.Revocations.Where(r => r.DecisionId == id).OrderBy(r => r.Id)
            .Select(r => new Order(r.Ground, r.Authority, r.DocumentHash, r.DecidedOn)).ToListAsync(ct);
        return TypedResults.Ok(new Response(
            decision.Id, decision.MotionId, decision.EstateId, decision.CaseId, decision.Matter, motion.Title,
            decision.Status, decision.DecidedAt, decision.EffectiveOn,
            lastDay is { } day ? Decision.RevocableUntil(day) : null, orders, TallyView.Of(result),
            GetTally.Fractions.Of(result.Count), motion.ScopeKind is ScopeKind.Area,
            await db.CommitteeNotices.Where(n => n.DecisionId == id).Select(n => (DateOnly?)n.ToldOn)
                .SingleOrDefaultAsync(ct), decision.Version));
    }

    private static async Task<Results<Ok<Page<Line>>, ProblemHttpResult>> ListAsync(
        ConsultationDbContext db, CancellationToken ct,
        Guid? estateId = null, Guid? caseId = null, bool? committeeTold = null, string? after = null,
        int limit = Page.DefaultLimit)
    {
        if (!PageRequest.TryRead(after, limit, out var page, out var error)) return error.ToProblem();
        var decisions = db.Decisions.AsNoTracking();
        if (estateId is not null) decisions = decisions.Where(d => d.EstateId == estateId);
        if (caseId is not null) decisions = decisions.Where(d => d.CaseId == caseId);
        if (committeeTold is not null)
        {
            decisions = decisions.Where(d =>
                db.Motions.Any(m => m.Id == d.MotionId && m.ScopeKind == ScopeKind.Area)
                && db.CommitteeNotices.Any(n => n.DecisionId == d.Id) == committeeTold);
        }
        if (page.Start is var (at, last))
        {
            decisions = decisions.Where(d => EF.Functions.LessThan(
                ValueTuple.Create(d.DecidedAt, d.Id), ValueTuple.Create(at, last)));
        }
        var rows = await decisions.OrderByDescending(d => d.DecidedAt).ThenByDescending(d => d.Id).Take(page.Limit + 1)
            .Select(d => new Line(
                d.Id, d.MotionId, d.EstateId, d.CaseId, d.Matter, d.Status, d.DecidedAt, d.EffectiveOn,
                db.Motions.Any(m => m.Id == d.MotionId && m.ScopeKind == ScopeKind.Area),
                db.CommitteeNotices.Where(n => n.DecisionId == d.Id).Select(n => (DateOnly?)n.ToldOn).FirstOrDefault()))
            .ToListAsync(ct);
        return TypedResults.Ok(Page.Of(rows, page.Limit, d => new Cursor(d.DecidedAt, d.Id)));
    }
}
