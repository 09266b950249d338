using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Consultation.Meetings;

/// <summary>GET /meetings/{id}, /meetings and the minutes of one.</summary>
public static class GetMeeting
{
    /// <param name="Incomplete">True while a required party is missing (001-2).</param>
    /// <param name="MissingParties">Which ones.</param>
    /// <param name="SeriesNumber">Place in its weekly series, from 1.</param>
    public sealed record Response(
        Guid Id, Guid EstateId, Guid? CaseId, MeetingKind Kind, string Title, DateOnly HeldOn,
        IReadOnlyList<string> Agenda, bool Incomplete, IReadOnlyList<Party> MissingParties,
        IReadOnlyList<Attended> Attendances, IReadOnlyList<Item> ActionItems, Guid? PreviousId,
        Guid? SeriesId, int? SeriesNumber, DateTimeOffset OpenedAt, long Version)
    {
        public static Response Of(Meeting meeting) => new(
            meeting.Id, meeting.EstateId, meeting.CaseId, meeting.Kind, meeting.Title, meeting.HeldOn, meeting.Agenda,
            meeting.MissingParties.Count > 0, meeting.MissingParties,
            [.. meeting.Attendances.OrderBy(a => a.Party).Select(a => new Attended(a.Party, a.Persons))],
            [.. meeting.Items.OrderBy(i => i.DueOn).ThenBy(i => i.Id)
                .Select(i => new Item(i.Id, i.Text, i.Owner, i.DueOn, i.Carried, i.DoneOn))],
            meeting.PreviousId, meeting.SeriesId, meeting.SeriesNumber, meeting.OpenedAt, meeting.Version);
    }

    public sealed record Attended(Party Party, int Persons);

    /// <param name="Carried">How many meetings it has come along (LIFT-03).</param>
    public sealed record Item(Guid Id, string Text, Party Owner, DateOnly DueOn, int Carried, DateOnly? DoneOn);

    /// <param name="SignedBy">Parties that signed this version.</param>
    public sealed record MinutesResponse(
        Guid MeetingId, int Number, string Text, DateTimeOffset WrittenAt, string WrittenBy,
        IReadOnlyList<Party> SignedBy);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/meetings/{id:guid}", GetAsync)
            .Requires(Permissions.ConsultationRead)
            .WithTags("Meetings").WithSummary("Read a meeting (协商会)")
            .WithDescription("Parties and numbers, no names. ETag is the version; 304 with If-None-Match.");
        routes.MapGet("/meetings", ListAsync)
            .Requires(Permissions.ConsultationRead)
            .WithTags("Meetings").WithSummary("List meetings, newest first")
            .WithDescription("Filter by estateId; keyset pages by after and limit (1 to 200).");
        routes.MapGet("/meetings/{id:guid}/minutes/{number:int}", MinutesAsync)
            .Requires(Permissions.MinutesRead).ReadsPersonalData()
            .WithTags("Meetings").WithSummary("Read a version of the minutes (会议纪要)")
            .WithDescription("404 meetings.minutes_not_found.");
    }

    private static async Task<Results<Ok<Response>, StatusCodeHttpResult, ProblemHttpResult>> GetAsync(
        Guid id, ConsultationDbContext db, HttpContext http, CancellationToken ct)
    {
        var meeting = await db.Meetings.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct);
        if (meeting is null) return MeetingErrors.NotFound.ToProblem();
        if (http.SetETag(meeting.Version)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(Response.Of(meeting));
    }

    private static async Task<Results<Ok<Page<Response>>, ProblemHttpResult>> ListAsync(
        ConsultationDbContext db, CancellationToken ct,
        Guid? estateId = null, string? after = null, int limit = Page.DefaultLimit)
    {
        if (!PageRequest.TryRead(after, limit, out var page, out var error)) return error.ToProblem();
        var meetings = db.Meetings.AsNoTracking().AsSplitQuery();
        if (estateId is not null) meetings = meetings.Where(m => m.EstateId == estateId);
        if (page.Start is var (at, last))
        {
            meetings = meetings.Where(m => EF.Functions.LessThan(
                ValueTuple.Create(m.OpenedAt, m.Id), ValueTuple.Create(at, last)));
        }
        var rows = await meetings.OrderByDescending(m => m.OpenedAt).ThenByDescending(m => m.Id)
            .Take(page.Limit + 1).ToListAsync(ct);
        return TypedResults.Ok(Page.Of(rows.ConvertAll(Response.Of), page.Limit, m => new Cursor(m.OpenedAt, m.Id)));
    }

    private static async Task<Results<Ok<MinutesResponse>, ProblemHttpResult>> MinutesAsync(
        Guid id, int number, ConsultationDbContext db, FieldCipher cipher, CurrentUser user, CancellationToken ct)
    {
        var minutes = await db.MeetingMinutes.AsNoTracking()
            .SingleOrDefaultAsync(m => m.MeetingId == id && m.Number == number, ct);
        if (minutes is null) return MeetingErrors.MinutesNotFound.ToProblem();
        await db.Audit.RecordReadAsync(user, (id, minutes.StreetCode), ct, ("number", $"{number}"));
        var signed = await db.MinutesSignatures.Where(s => s.MinutesId == minutes.Id).OrderBy(s => s.SignedAt)
            .Select(s => s.Party).ToListAsync(ct);
        return TypedResults.Ok(new MinutesResponse(id, number, cipher.DecryptText(minutes.Text, minutes.Id),
            minutes.WrittenAt, minutes.WrittenBy, signed));
    }
}
