using CivicPlatform.Consultation.Meetings;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Consultation.Suggestions;

/// <summary>GET /meetings/{id}/suggestions for the staff, and /suggestion-board with numbers for everybody.</summary>
public static class ListSuggestions
{
    /// <param name="Text">In clear.</param>
    /// <param name="Answer">In clear; null while it waits.</param>
    public sealed record Response(
        Guid Id, string Text, string? Group, string? Answer, Party? AnsweredBy, DateTimeOffset? AnsweredAt,
        DateTimeOffset RecordedAt, long Version);

    /// <summary>The board: how many suggestions belong together and how many of them have an answer.</summary>
    public sealed record Board(Guid MeetingId, int Suggestions, int Answered, IReadOnlyList<GroupLine> Groups);

    /// <param name="Group">Null: not sorted yet.</param>
    public sealed record GroupLine(string? Group, int Suggestions, int Answered);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/meetings/{id:guid}/suggestions", ListAsync)
            .Requires(Permissions.MinutesRead).ReadsPersonalData()
            .WithTags("Suggestions").WithSummary("List the suggestions of a meeting, newest first (建议清单)")
            .WithDescription(
                "Filter by answered; keyset pages by after and limit (1 to 200). 404 meetings.not_found.");
        routes.MapGet("/meetings/{id:guid}/suggestion-board", BoardAsync)
            .Requires(Permissions.ConsultationRead)
            .WithTags("Suggestions").WithSummary("Read the suggestions board (建议墙)")
            .WithDescription(
                "Groups and numbers without anybody's words; the largest group first. 404 meetings.not_found.");
    }

    private static async Task<Results<Ok<Page<Response>>, ProblemHttpResult>> ListAsync(
        Guid id, ConsultationDbContext db, FieldCipher cipher, CurrentUser user, CancellationToken ct,
        bool? answered = null, string? after = null, int limit = Page.DefaultLimit)
    {
        if (!PageRequest.TryRead(after, limit, out var page, out var error)) return error.ToProblem();
        var street = await db.Meetings.Where(m => m.Id == id).Select(m => m.StreetCode).SingleOrDefaultAsync(ct);
        if (street is null) return MeetingErrors.NotFound.ToProblem();
        var suggestions = db.Suggestions.AsNoTracking().Where(s => s.MeetingId == id);
        if (answered is not null) suggestions = suggestions.Where(s => s.AnsweredAt != null == answered);
        if (page.Start is var (at, last))
        {
            suggestions = suggestions.Where(s => EF.Functions.LessThan(
                ValueTuple.Create(s.RecordedAt, s.Id), ValueTuple.Create(at, last)));
        }
        var rows = await suggestions.OrderByDescending(s => s.RecordedAt).ThenByDescending(s => s.Id)
            .Take(page.Limit + 1).ToListAsync(ct);
        var lines = rows.ConvertAll(s => new Response(
            s.Id, cipher.DecryptText(s.Text, s.Id), s.GroupName,
            s.Answer is { } answer ? cipher.DecryptText(answer, s.Id) : null, s.AnsweredBy, s.AnsweredAt,
            s.RecordedAt, s.Version));
        await db.Audit.RecordReadAsync(user, (id, street), ct, ("answered", answered?.ToString()));
        return TypedResults.Ok(Page.Of(lines, page.Limit, s => new Cursor(s.RecordedAt, s.Id)));
    }

    private static async Task<Results<Ok<Board>, ProblemHttpResult>> BoardAsync(
        Guid id, ConsultationDbContext db, CancellationToken ct)
    {
        if (!await db.Meetings.AnyAsync(m => m.Id == id, ct)) return MeetingErrors.NotFound.ToProblem();
        var groups = await db.Suggestions.Where(s => s.MeetingId == id).GroupBy(s => s.GroupName)
            .Select(g => new GroupLine(g.Key, g.Count(), g.Count(s => s.AnsweredAt != null))).ToListAsync(ct);
        groups = [.. groups.OrderByDescending(g => g.Suggestions).ThenBy(g => g.Group, StringComparer.Ordinal)];
        return TypedResults.Ok(new Board(id, groups.Sum(g => g.Suggestions), groups.Sum(g => g.Answered), groups));
    }
}
