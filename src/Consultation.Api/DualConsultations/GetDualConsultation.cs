namespace CivicPlatform.Consultation.DualConsultations;

/// <summary>GET /dual-consultations/{id} and /dual-consultations: both votes and what they say together.</summary>
public static class GetDualConsultation
{
    /// <param name="Status">PENDING, FAILED, PASSED or AGREED.</param>
    /// <param name="AgreementHash">SHA-256 of the signed agreement.</param>
    /// <param name="Works">CLEARED once works may begin, REVOKED when they must stop; null before.</param>
    public sealed record Response(
        Guid Id, Guid EstateId, string Title, DualStatus Status, DualVote Zone, DualVote Building, DateOnly? AgreedOn,
        string? AgreementHash, LiftWorksState? Works, DateTimeOffset OpenedAt, long Version)
    {
        public static Response Of(DualConsultation dual, DualVote zone, DualVote building) => new(
            dual.Id, dual.EstateId, dual.Title, dual.StatusOf(zone, building), zone, building, dual.AgreedOn,
            dual.AgreementHash, dual.Works, dual.OpenedAt, dual.Version);
    }

    /// <summary>A row of the list; the status is read one by one, where it is needed.</summary>
    public sealed record Row(
        Guid Id, Guid EstateId, string Title, Guid ZoneMotionId, Guid BuildingMotionId, DateOnly? AgreedOn,
        DateTimeOffset OpenedAt, long Version);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/dual-consultations/{id:guid}", GetAsync)
            .Requires(Permissions.ConsultationRead)
            .WithTags("Dual consultations").WithSummary("Read a dual consultation (双征询)")
            .WithDescription("The status is that of the two motions and their decisions now. 404 when there is none.");
        routes.MapGet("/dual-consultations", ListAsync)
            .Requires(Permissions.ConsultationRead)
            .WithTags("Dual consultations").WithSummary("List dual consultations, newest first")
            .WithDescription("Filter by estateId; keyset pages by after and limit (1 to 200).");
    }

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> GetAsync(
        Guid id, ConsultationDbContext db, DualVotes votes, HttpContext http, CancellationToken ct)
    {
        var dual = await db.DualConsultations.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct);
        if (dual is null) return DualConsultationErrors.NotFound.ToProblem();
        http.SetETag(dual.Version); // For If-Match; the status moves with the motions, so there is no 304.
        return TypedResults.Ok(await votes.ShowAsync(dual, ct));
    }

    private static async Task<Results<Ok<Page<Row>>, ProblemHttpResult>> ListAsync(
        ConsultationDbContext db, CancellationToken ct,
        Guid? estateId = null, string? after = null, int limit = Page.DefaultLimit)
    {
        if (!PageRequest.TryRead(after, limit, out var page, out var error)) return error.ToProblem();
        var duals = db.DualConsultations.AsNoTracking();
        if (estateId is not null) duals = duals.Where(d => d.EstateId == estateId);
        if (page.Start is var (at, last))
        {
            duals = duals.Where(d => EF.Functions.LessThan(
                ValueTuple.Create(d.OpenedAt, d.Id), ValueTuple.Create(at, last)));
        }
        var rows = await duals.OrderByDescending(d => d.OpenedAt).ThenByDescending(d => d.Id).Take(page.Limit + 1)
            .Select(d => new Row(
                d.Id, d.EstateId, d.Title, d.ZoneMotionId, d.BuildingMotionId, d.AgreedOn, d.OpenedAt, d.Version))
            .ToListAsync(ct);
        return TypedResults.Ok(Page.Of(rows, page.Limit, d => new Cursor(d.OpenedAt, d.Id)));
    }
}
