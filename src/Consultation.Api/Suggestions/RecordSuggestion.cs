using CivicPlatform.Consultation.Meetings;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Consultation.Suggestions;

/// <summary>POST /meetings/{id}/suggestions: keeps what a resident suggested (story 002).</summary>
public static class RecordSuggestion
{
    private const int MaxText = 500;

    /// <param name="Text">At most 500 characters; kept ciphered.</param>
    public sealed record Request(string Text);

    /// <summary>The answer is kept for replay, so it repeats no words.</summary>
    public sealed record Response(Guid Id, Guid MeetingId, DateTimeOffset RecordedAt, long Version);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/meetings/{id:guid}/suggestions", PostAsync)
        .Requires(Permissions.MeetingWrite)
        .WithTags("Suggestions").WithSummary("Keep a resident's suggestion (登记建议)")
        .WithDescription(
            "No name is asked for. A suggestion is opinion and decides nothing (VOTE-05). 422 suggestions.too_many; " +
            "404 meetings.not_found.")
        .Produces<Response>(201)
        .WithRequestExample("""{"text":"大修期间请安排志愿者帮老人提重物"}""");

    private static async Task<Results<Created<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        if (new ShapeCheck().Text(request.Text, MaxText).Error is { } malformed) return malformed.ToProblem();
        var kept = await handler.HandleAsync(id, request.Text, ct);
        if (!kept.Succeeded(out var suggestion, out var error)) return error.ToProblem();
        http.SetETag(suggestion.Version);
        return TypedResults.Created($"/api/v1/meetings/{id}/suggestions",
            new Response(suggestion.Id, id, suggestion.RecordedAt, suggestion.Version));
    }

    public sealed class Handler(ConsultationDbContext db, FieldCipher cipher, ICivilClock clock, CurrentUser user)
    {
        public async Task<Result<Suggestion>> HandleAsync(Guid meetingId, string text, CancellationToken ct)
        {
            var meeting = await db.Meetings.AsNoTracking().SingleOrDefaultAsync(m => m.Id == meetingId, ct);
            if (meeting is null) return MeetingErrors.NotFound;
            if (await db.Suggestions.CountAsync(s => s.MeetingId == meetingId, ct) >= Suggestion.MaxOfMeeting)
                return SuggestionErrors.TooMany;
            var now = await clock.NowAsync(meeting.StreetCode, ct);
            var suggestion = Suggestion.Of(meeting, id => cipher.Encrypt(text, id), user.Subject, now);
            db.Add(suggestion);
            db.Audit.Record(user, "suggestions.record", suggestion.Id, suggestion.StreetCode);
            await db.SaveChangesAsync(ct);
            return suggestion;
        }
    }
}
