namespace CivicPlatform.Consultation.Records;

/// <summary>GET /consultation-records/{id} and GET /consultation-records.</summary>
public static class GetRecord
{
    public static readonly Error NotFound = Error.NotFound("consultation_records.not_found", "没有这份协商记录");

    /// <summary>A record never changes: its ETag is constant.</summary>
    public const long Version = 1;

    public sealed record Response(
        Guid Id, Guid EstateId, Guid? CaseId, RecordForm Form, string Question, DateOnly HeldOn, int HandsFor,
        int HandsAgainst, int HandsAbstain, DateTimeOffset RecordedAt)
    {
        public static Response Of(ConsultationRecord r) => new(
            r.Id, r.EstateId, r.CaseId, r.Form, r.Question, r.HeldOn, r.HandsFor, r.HandsAgainst, r.HandsAbstain,
            r.RecordedAt);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/consultation-records/{id:guid}", GetAsync)
            .Requires(Permissions.ConsultationRead)
            .WithTags("Consultation records").WithSummary("Read a consultation record (协商记录)")
            .WithDescription("Never changes: ETag, 304 with If-None-Match.");
        routes.MapGet("/consultation-records", ListAsync)
            .Requires(Permissions.ConsultationRead)
            .WithTags("Consultation records").WithSummary("List consultation records, newest first")
            .WithDescription("Filter by estateId and caseId; keyset pages by after and limit (1 to 200).");
    }

    private static async Task<Results<Ok<Response>, StatusCodeHttpResult, ProblemHttpResult>> GetAsync(
        Guid id, ConsultationDbContext db, HttpContext http, CancellationToken ct)
    {
        var record = await db.ConsultationRecords.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct);
        if (record is null) return NotFound.ToProblem();
        if (http.SetETag(Version)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(Response.Of(record));
    }

    private static async Task<Results<Ok<Page<Response>>, ProblemHttpResult>> ListAsync(
        ConsultationDbContext db, CancellationToken ct,
        Guid? estateId = null, Guid? caseId = null, string? after = null, int limit = Page.DefaultLimit)
    {
        if (!PageRequest.TryRead(after, limit, out var page, out var error)) return error.ToProblem();
        var records = db.ConsultationRecords.AsNoTracking();
        if (estateId is not null) records = records.Where(r => r.EstateId == estateId);
        if (caseId is not null) records = records.Where(r => r.CaseId == caseId);
        if (page.Start is var (at, last))
        {
            records = records.Where(r => EF.Functions.LessThan(
                ValueTuple.Create(r.RecordedAt, r.Id), ValueTuple.Create(at, last)));
        }
        var rows = await records.OrderByDescending(r => r.RecordedAt).ThenByDescending(r => r.Id)
            .Take(page.Limit + 1).ToListAsync(ct);
        return TypedResults.Ok(Page.Of(rows.ConvertAll(Response.Of), page.Limit, r => new Cursor(r.RecordedAt, r.Id)));
    }
}
