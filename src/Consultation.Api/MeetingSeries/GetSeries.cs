namespace CivicPlatform.Consultation.MeetingSeries;

/// <summary>GET /meeting-series/{id} and /meeting-series.</summary>
public static class GetSeries
{
    /// <param name="Held">How many of its meetings have been opened.</param>
    /// <param name="NextOn">Day of the next one; null when all weeks are used, and in the list.</param>
    public sealed record Response(
        Guid Id, Guid EstateId, Guid? CaseId, string Title, IReadOnlyList<string> Agenda, DateOnly FirstOn, int Weeks,
        int? Held, DateOnly? NextOn, DateTimeOffset OpenedAt)
    {
        public static Response Of(WeeklySeries s, int? held) => new(
            s.Id, s.EstateId, s.CaseId, s.Title, s.Agenda, s.FirstOn, s.Weeks, held,
            held < s.Weeks ? s.DayOf(held.Value + 1) : null, s.OpenedAt);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/meeting-series/{id:guid}", GetAsync)
            .Requires(Permissions.ConsultationRead)
            .WithTags("Meetings").WithSummary("Read a series of weekly meetings (每周例会)")
            .WithDescription("With how many meetings it has had and when the next one is. 404 when there is none.");
        routes.MapGet("/meeting-series", ListAsync)
            .Requires(Permissions.ConsultationRead)
            .WithTags("Meetings").WithSummary("List series of weekly meetings, newest first")
            .WithDescription("Filter by estateId; keyset pages by after and limit (1 to 200).");
    }

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> GetAsync(
        Guid id, ConsultationDbContext db, CancellationToken ct)
    {
        var series = await db.MeetingSeries.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct);
        if (series is null) return SeriesErrors.NotFound.ToProblem();
        return TypedResults.Ok(Response.Of(series, await db.Meetings.CountAsync(m => m.SeriesId == id, ct)));
    }

    private static async Task<Results<Ok<Page<Response>>, ProblemHttpResult>> ListAsync(
        ConsultationDbContext db, CancellationToken ct,
        Guid? estateId = null, string? after = null, int limit = Page.DefaultLimit)
    {
        if (!PageRequest.TryRead(after, limit, out var page, out var error)) return error.ToProblem();
        var series = db.MeetingSeries.AsNoTracking();
        if (estateId is not null) series = series.Where(s => s.EstateId == estateId);
        if (page.Start is var (at, last))
        {
            series = series.Where(s => EF.Functions.LessThan(
                ValueTuple.Create(s.OpenedAt, s.Id), ValueTuple.Create(at, last)));
        }
        var rows = await series.OrderByDescending(s => s.OpenedAt).ThenByDescending(s => s.Id)
            .Take(page.Limit + 1).ToListAsync(ct);
        return TypedResults.Ok(Page.Of(
            rows.ConvertAll(s => Response.Of(s, null)), page.Limit, s => new Cursor(s.OpenedAt, s.Id)));
    }
}
