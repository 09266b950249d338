using CivicPlatform.Consultation.ConsentBoards;
using CivicPlatform.Consultation.Motions;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Consultation.Visits;

/// <summary>GET /motions/{id}/visits: the visits about a vote, for the staff who made them.</summary>
public static class ListMotionVisits
{
    /// <param name="Words">What was talked about, in clear.</param>
    public sealed record Response(
        Guid Id, Guid UnitId, DateOnly VisitedOn, VisitorRole Visitor, VisitChannel Channel, VisitOutcome Outcome,
        string? Words, string RecordedBy, DateTimeOffset RecordedAt);

    internal static IReadOnlyCollection<string> Visitors => Codes.All<VisitorRole>();

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/motions/{id:guid}/visits", ListAsync)
        .Requires(Permissions.ConsentUnitsRead).ReadsPersonalData()
        .WithTags("Visits").WithSummary("List the visits about a vote, newest first (表决走访记录)")
        .WithDescription("Filter by visitor; keyset pages by after and limit (1 to 200). 404 motions.not_found.");

    private static async Task<Results<Ok<Page<Response>>, ProblemHttpResult>> ListAsync(
        Guid id, ConsultationDbContext db, FieldCipher cipher, CurrentUser user, CancellationToken ct,
        [CodesOf(typeof(ListMotionVisits), nameof(Visitors))] string? visitor = null,
        string? after = null, int limit = Page.DefaultLimit)
    {
        if (!PageRequest.TryRead(after, limit, out var page, out var error)) return error.ToProblem();
        var street = await db.Motions.Where(m => m.Id == id).Select(m => m.StreetCode).SingleOrDefaultAsync(ct);
        if (street is null) return MotionErrors.NotFound.ToProblem();
        var visits = db.MotionVisits.AsNoTracking().Where(v => v.MotionId == id);
        if (visitor is not null)
        {
            if (new ShapeCheck().Code(visitor, Visitors).Error is { } unknown) return unknown.ToProblem();
            var role = Codes.Parse<VisitorRole>(visitor);
            visits = visits.Where(v => v.Visitor == role);
        }
        if (page.Start is var (at, last))
        {
            visits = visits.Where(v => EF.Functions.LessThan(
                ValueTuple.Create(v.RecordedAt, v.Id), ValueTuple.Create(at, last)));
        }
        var rows = await visits.OrderByDescending(v => v.RecordedAt).ThenByDescending(v => v.Id)
            .Take(page.Limit + 1).ToListAsync(ct);
        var lines = rows.ConvertAll(v => new Response(
            v.Id, v.UnitId, v.VisitedOn, v.Visitor, v.Channel, v.Outcome,
            v.Words is { } words ? cipher.DecryptText(words, v.Id) : null, v.RecordedBy, v.RecordedAt));
        await db.Audit.RecordReadAsync(user, (id, street), ct, ("visitor", visitor));
        return TypedResults.Ok(Page.Of(lines, page.Limit, v => new Cursor(v.RecordedAt, v.Id)));
    }
}
