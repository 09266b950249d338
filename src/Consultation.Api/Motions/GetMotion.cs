using CivicPlatform.Consultation.Archives;
using CivicPlatform.Consultation.Rolls;

namespace CivicPlatform.Consultation.Motions;

/// <summary>GET /motions/{id} and GET /motions: what is decided, by which thresholds, and how far it is.</summary>
public static class GetMotion
{
    public sealed record Response(
        Guid Id, Guid RollId, Guid EstateId, Guid? CaseId, Matter Matter, RuleSet RuleSet, string Title,
        GetRoll.ScopeView Scope, Thresholds? Thresholds, string? SilenceClause, int? MaxProxiesPerAgent,
        bool ExternalEVote, Profile Profile, MotionStatus Status,
        DateTimeOffset OpenedAt, DateTimeOffset VotingOpensAt, DateTimeOffset ClosesAt, DateTimeOffset? ClosedAt,
        Outcome? Outcome, string AgendaHash, IReadOnlyList<AgendaItem> Items, Money? Amount, NoticeView? Notice,
        long Version)
    {
        public static Response Of(Motion m) => new(
            m.Id, m.RollId, m.EstateId, m.CaseId, m.Matter, m.RuleSet, m.Title,
            new GetRoll.ScopeView(m.ScopeKind, m.Building, m.Entrance), Thresholds.Of(m.Matter, m.RuleSet),
            m.SilenceClause, m.MaxProxiesPerAgent, m.ExternalEVote, new Profile(m.ProfileName, m.ProfileId), m.Status,
            m.OpenedAt, m.VotingOpensAt, m.ClosesAt, m.ClosedAt, m.Outcome, m.AgendaHash, m.Agenda,
            m.Amount, NoticeView.Of(m.Notice), m.Version);
    }

    /// <summary>The notice as it hung. Absent for a motion that was opened before notices were kept.</summary>
    public sealed record NoticeView(
        NoticeKind Kind, DateTimeOffset PostedAt, IReadOnlyList<string> Places, IReadOnlyList<string> Evidence)
    {
        public static NoticeView? Of(NoticeRecord? notice) => notice is null
            ? null
            : new NoticeView(notice.Kind, notice.PostedAt, notice.Places, notice.Evidence);
    }

    /// <summary>The policy profile resolved at the opening; the id is the hash of its content.</summary>
    public sealed record Profile(string Name, string Id);

    /// <summary>Shares in words such as "≥ 2/3" or "> 1/2"; both by area and by heads. Null for UNANIMOUS.</summary>
    public sealed record Thresholds(string Quorum, string Approval, ApprovalBase ApprovalBase)
    {
        public static Thresholds? Of(Matter matter, RuleSet ruleSet)
        {
            if (matter is Matter.Unanimous) return null;
            var threshold = TallyThreshold.Of(matter, ruleSet);
            return new Thresholds(Show(threshold.Quorum), Show(threshold.Approval), threshold.Base);
        }

        private static string Show(Share share) =>
            $"{(share.BoundCounts ? "≥" : ">")} {share.Numerator}/{share.Denominator}";
    }

    /// <summary>Filters and page of a list of motions.</summary>
    public sealed record Query(
        Guid? EstateId = null, Guid? RollId = null, Guid? CaseId = null,
        [CodesOf(typeof(MotionStatus))] string? Status = null, string? After = null, int Limit = Page.DefaultLimit);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/motions/{id:guid}", GetAsync)
            .Requires(Permissions.ConsultationRead)
            .WithTags("Motions").WithSummary("Read a motion (表决事项)")
            .WithDescription("ETag is the version; 304 with If-None-Match.");
        routes.MapGet("/motions", ListAsync)
            .Requires(Permissions.ConsultationRead)
            .WithTags("Motions").WithSummary("List motions, newest first")
            .WithDescription("Filter by estateId, rollId, caseId, status; keyset pages by after and limit (1 to 200).");
    }

    private static async Task<Results<Ok<Response>, StatusCodeHttpResult, ProblemHttpResult>> GetAsync(
        Guid id, ConsultationDbContext db, HttpContext http, CancellationToken ct)
    {
        var motion = await db.Motions.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct);
        if (motion is null) return MotionErrors.NotFound.ToProblem();
        if (http.SetETag(motion.Version)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(Response.Of(motion));
    }

    private static async Task<Results<Ok<Page<Response>>, ProblemHttpResult>> ListAsync(
        [AsParameters] Query query, ConsultationDbContext db, CancellationToken ct)
    {
        if (!PageRequest.TryRead(query.After, query.Limit, out var page, out var error)) return error.ToProblem();
        var motions = db.Motions.AsNoTracking();
        if (query.EstateId is { } estate) motions = motions.Where(m => m.EstateId == estate);
        if (query.RollId is { } roll) motions = motions.Where(m => m.RollId == roll);
        if (query.CaseId is { } caseId) motions = motions.Where(m => m.CaseId == caseId);
        if (query.Status is not null)
        {
            var shape = new ShapeCheck().Code(query.Status, Codes.All<MotionStatus>(), "status");
            if (shape.Error is { } malformed) return malformed.ToProblem();
            var status = Codes.Parse<MotionStatus>(query.Status);
            motions = motions.Where(m => m.Status == status);
        }
        if (page.Start is var (at, last))
        {
            motions = motions.Where(m => EF.Functions.LessThan(
                ValueTuple.Create(m.OpenedAt, m.Id), ValueTuple.Create(at, last)));
        }
        var rows = await motions.OrderByDescending(m => m.OpenedAt).ThenByDescending(m => m.Id)
            .Take(page.Limit + 1).ToListAsync(ct);
        return TypedResults.Ok(Page.Of(rows.ConvertAll(Response.Of), page.Limit, m => new Cursor(m.OpenedAt, m.Id)));
    }
}
