using CivicPlatform.Consultation.Motions;

namespace CivicPlatform.Consultation.Recounts;

/// <summary>POST and GET /motions/{id}/recounts: counts a closed motion again and keeps what came of it (复核).</summary>
public static class RunRecount
{
    /// <param name="Reason">OWNER_REQUEST, OBJECTION, AUTHORITY_ORDER, COURT_ORDER or ROUTINE.</param>
    /// <param name="DocumentHash">SHA-256 of the request or order; needed for both kinds of order.</param>
    public sealed record Request(RecountReason Reason, string? DocumentHash = null);

    /// <param name="Agrees">The papers give what is stored, figure by figure, and the closing's proofs hold.</param>
    /// <param name="Outcome">What the papers give now; absent when they cannot be counted.</param>
    /// <param name="Differences">Each by its measure. They change nothing: what follows is PUB-04.</param>
    public sealed record Response(
        Guid Id, Guid MotionId, RecountReason Reason, string? DocumentHash, bool Agrees, Outcome? Outcome,
        IReadOnlyList<Difference> Differences, DateTimeOffset CountedAt, string CountedBy)
    {
        public static Response Of(Recount r) => new(
            r.Id, r.MotionId, r.Reason, r.DocumentHash, r.Agrees, r.Outcome, r.Differences, r.CountedAt, r.CountedBy);
    }

    /// <param name="Tally">The count made again; absent when roll and papers contradict each other.</param>
    public sealed record Look(
        Guid MotionId, bool Agrees, int Ballots, TallyView? Tally, IReadOnlyList<Difference> Differences);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/motions/{id:guid}/recounts", PostAsync)
            .Requires(Permissions.RecountRun)
            .WithTags("Recounts").WithSummary("Count a closed motion again (复核计票)")
            .WithDescription(
                "From roll, papers and designations, without the stored count, which is then compared: figures by " +
                "measure, number of papers, roll hash, root of the trackers, signature. Kept for ever with who, when " +
                "and why; neither count nor decision changes, whatever comes of it. 409 motions.wrong_status before " +
                "the close; 422 recounts.document_missing for an order without its paper.")
            .Produces<Response>(201)
            .WithRequestExample("""{"reason":"OWNER_REQUEST"}""");
        routes.MapGet("/motions/{id:guid}/recounts", ListAsync)
            .Requires(Permissions.RecountRead)
            .WithTags("Recounts").WithSummary("List the recounts of a motion (复核记录), newest first")
            .WithDescription("Keyset pages by after and limit (1 to 200).");
        routes.MapGet("/motions/{id:guid}/recount", LookAsync)
            .Requires(Permissions.RecountRead).ReadsPersonalData()
            .WithTags("Recounts").WithSummary("Count a closed motion again without keeping it (审计复核)")
            .WithDescription(
                "For whoever audits and writes nothing: the same count as POST …/recounts, totals only; the audit " +
                "trail keeps who looked and whether it agreed. 409 motions.wrong_status before the close.");
    }

    private static async Task<Results<Created<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, CancellationToken ct)
    {
        var shape = new ShapeCheck().That(Sha256Text.IsHashOrNull(request.DocumentHash), "documentHash",
            "hash.malformed", Sha256Text.Form);
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var counted = await handler.HandleAsync(id, request, ct);
        return counted.Succeeded(out var recount, out var error)
            ? TypedResults.Created($"/api/v1/motions/{id}/recounts", Response.Of(recount))
            : error.ToProblem();
    }

    private static async Task<Results<Ok<Look>, ProblemHttpResult>> LookAsync(
        Guid id, RecountDesk desk, ConsultationDbContext db, CurrentUser user, CancellationToken ct)
    {
        var counted = await desk.CountAsync(id, ct);
        if (!counted.Succeeded(out var found, out var error)) return error.ToProblem();
        var (motion, result) = found;
        db.Audit.Record(user, "motions.recount", id, motion.StreetCode, Handler.Word(result));
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(new Look(id, result.Agrees, result.Ballots,
            result.Tally is { } tally ? TallyView.Of(tally) : null, result.Differences));
    }

    private static async Task<Results<Ok<Page<Response>>, ProblemHttpResult>> ListAsync(
        Guid id, ConsultationDbContext db, CancellationToken ct, string? after = null, int limit = Page.DefaultLimit)
    {
        if (!PageRequest.TryRead(after, limit, out var page, out var error)) return error.ToProblem();
        if (!await db.Motions.AnyAsync(m => m.Id == id, ct)) return MotionErrors.NotFound.ToProblem();
        var recounts = db.Recounts.AsNoTracking().Where(r => r.MotionId == id);
        if (page.Start is var (at, last))
        {
            recounts = recounts.Where(r => EF.Functions.LessThan(
                ValueTuple.Create(r.CountedAt, r.Id), ValueTuple.Create(at, last)));
        }
        var rows = await recounts.OrderByDescending(r => r.CountedAt).ThenByDescending(r => r.Id)
            .Take(page.Limit + 1).ToListAsync(ct);
        return TypedResults.Ok(Page.Of(
            rows.ConvertAll(Response.Of), page.Limit, r => new Cursor(r.CountedAt, r.Id)));
    }

    public sealed class Handler(ConsultationDbContext db, RecountDesk desk, ICivilClock clock, CurrentUser user)
    {
        private static readonly Error s_documentMissing = Error.Refused(
            "recounts.document_missing", "依法院或主管机关要求复核的，须附文书的哈希", "PUB-04");

        public async Task<Result<Recount>> HandleAsync(Guid id, Request request, CancellationToken ct)
        {
            var counted = await desk.CountAsync(id, ct);
            if (!counted.Succeeded(out var found, out var error)) return error;
            if (request is { Reason: RecountReason.AuthorityOrder or RecountReason.CourtOrder, DocumentHash: null })
                return s_documentMissing;
            var (motion, result) = found;
            var now = await clock.NowAsync(motion.StreetCode, ct);
            var recount = Recount.Of(motion, request, result, user.Subject, now);
            db.Add(recount);
            db.Audit.Record(user, "motions.recount", recount.Id, motion.StreetCode, Word(result));
            await db.SaveChangesAsync(ct);
            return recount;
        }

        internal static string Word(Recounted result) => result.Agrees ? "AGREES" : "DIFFERS";
    }
}
