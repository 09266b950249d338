using CivicPlatform.Consultation.Motions;

namespace CivicPlatform.Consultation.Publicity;

/// <summary>GET /publicity-periods/{id}, and those of a motion, newest first.</summary>
public static class GetPublicityPeriod
{
    /// <param name="StartsOn">Civil day of the posting; does not count.</param>
    /// <param name="LastDay">Last day; belongs to the period.</param>
    /// <param name="EndsAt">24:00 of it, as UTC.</param>
    /// <param name="ContentHash">SHA-256 of what is posted; of the document when it was given.</param>
    /// <param name="Evidence">SHA-256 of photos.</param>
    /// <param name="ObjectionEffect">BLOCKING or RECORD_ONLY (PUB-03), by the motion's policy profile.</param>
    /// <param name="Days">Length in <paramref name="Unit"/> (DAY or WORKING_DAY).</param>
    public sealed record Response(
        Guid Id, Guid MotionId, PublicityStatus Status, DateOnly StartsOn, DateOnly LastDay, DateTimeOffset EndsAt,
        int Days, [CodesOf(typeof(GetPublicityPeriod), nameof(Units))] string Unit, IReadOnlyList<string> Places,
        string ContentHash, IReadOnlyList<string> Evidence,
        [CodesOf(typeof(GetPublicityPeriod), nameof(Effects))] string ObjectionEffect, long Version)
    {
        public static Response Of(PublicityPeriod p) => new(
            p.Id, p.MotionId, p.Status, p.StartsOn, p.LastDay, p.EndsAt, p.Days, Codes.Of(p.Unit), p.Places,
            p.ContentHash, p.Evidence, Codes.Of(p.ObjectionEffect), p.Version);
    }

    internal static IReadOnlyCollection<string> Units => Codes.All<PeriodUnit>();

    internal static IReadOnlyCollection<string> Effects => Codes.All<ObjectionEffect>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/publicity-periods/{id:guid}", GetAsync)
            .Requires(Permissions.ConsultationRead)
            .WithTags("Publicity").WithSummary("Read a publicity period (公示期)")
            .WithDescription("ETag is the version; 304 with If-None-Match.");
        routes.MapGet("/motions/{id:guid}/publicity", ListAsync)
            .Requires(Permissions.ConsultationRead)
            .WithTags("Publicity").WithSummary("List a motion's publicity periods, newest first")
            .WithDescription("At most 50; more than one when content changed or a blocked one began anew.");
    }

    private static async Task<Results<Ok<Response>, StatusCodeHttpResult, ProblemHttpResult>> GetAsync(
        Guid id, ConsultationDbContext db, HttpContext http, CancellationToken ct)
    {
        var period = await db.PublicityPeriods.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct);
        if (period is null) return PublicityErrors.PeriodNotFound.ToProblem();
        if (http.SetETag(period.Version)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(Response.Of(period));
    }

    private static async Task<Results<Ok<Page<Response>>, ProblemHttpResult>> ListAsync(
        Guid id, ConsultationDbContext db, CancellationToken ct)
    {
        if (!await db.Motions.AnyAsync(m => m.Id == id, ct)) return MotionErrors.NotFound.ToProblem();
        var periods = await db.PublicityPeriods.AsNoTracking().Where(p => p.MotionId == id)
            .OrderByDescending(p => p.Id).Take(Page.DefaultLimit).ToListAsync(ct);
        return TypedResults.Ok(new Page<Response>(periods.ConvertAll(Response.Of), null));
    }
}
