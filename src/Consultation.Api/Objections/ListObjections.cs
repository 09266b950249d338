using CivicPlatform.Consultation.Publicity;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Consultation.Objections;

/// <summary>GET /publicity-periods/{id}/objections: words and persons, for the staff who answer (T3).</summary>
public static class ListObjections
{
    /// <param name="OwnerRef">The register's reference; never a name.</param>
    /// <param name="Text">The owner's words, in clear.</param>
    /// <param name="Answer">The office's, in clear.</param>
    public sealed record Line(
        Guid Id, Guid UnitId, string OwnerRef, ObjectionReason Reason, ObjectionState State, string Text,
        string? Answer, DateTimeOffset RaisedAt, DateTimeOffset ChangedAt, long Version);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/publicity-periods/{id:guid}/objections", ListAsync)
        .Requires(Permissions.ObjectionRead).ReadsPersonalData()
        .WithTags("Objections").WithSummary("List a period's objections, newest first (异议清单)")
        .WithDescription("Filter by state; keyset pages by after and limit (1 to 200). 404 publicity.not_found.");

    private static async Task<Results<Ok<Page<Line>>, ProblemHttpResult>> ListAsync(
        Guid id, ConsultationDbContext db, FieldCipher cipher, CurrentUser user, CancellationToken ct,
        [CodesOf(typeof(ObjectionState))] string? state = null, string? after = null, int limit = Page.DefaultLimit)
    {
        if (!PageRequest.TryRead(after, limit, out var page, out var error)) return error.ToProblem();
        // By its published code: the framework would read the member's name in C#.
        if (state is not null && new ShapeCheck().Code(state, Codes.All<ObjectionState>()).Error is { } unknown)
            return unknown.ToProblem();
        var street = await db.PublicityPeriods.Where(p => p.Id == id).Select(p => p.StreetCode)
            .SingleOrDefaultAsync(ct);
        if (street is null) return PublicityErrors.PeriodNotFound.ToProblem();
        await db.Audit.RecordReadAsync(user, (id, street), ct, ("state", state));
        var objections = db.Objections.AsNoTracking().Where(o => o.PeriodId == id);
        if (state is not null)
        {
            var asked = Codes.Parse<ObjectionState>(state);
            objections = objections.Where(o => o.State == asked);
        }
        if (page.Start is var (at, last))
        {
            objections = objections.Where(o => EF.Functions.LessThan(
                ValueTuple.Create(o.RaisedAt, o.Id), ValueTuple.Create(at, last)));
        }
        var rows = await objections.OrderByDescending(o => o.RaisedAt).ThenByDescending(o => o.Id)
            .Take(page.Limit + 1).ToListAsync(ct);
        var lines = rows.ConvertAll(o => new Line(
            o.Id, o.UnitId, o.OwnerRef, o.Reason, o.State, cipher.DecryptText(o.Text, o.Id),
            o.Answer is { } answer ? cipher.DecryptText(answer, o.Id) : null, o.RaisedAt, o.ChangedAt, o.Version));
        return TypedResults.Ok(Page.Of(lines, page.Limit, o => new Cursor(o.RaisedAt, o.Id)));
    }
}
