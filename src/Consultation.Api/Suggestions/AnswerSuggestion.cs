using CivicPlatform.Consultation.Meetings;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Consultation.Suggestions;

/// <summary>POST .../suggestions/{suggestionId}/group and /answer: sorts and answers one.</summary>
public static class AnswerSuggestion
{
    private const int MaxGroup = 40, MaxAnswer = 500;

    /// <param name="Group">The office's word for what belongs together; at most 40 characters, no names.</param>
    public sealed record GroupRequest(string Group);

    /// <param name="Party">Who answers.</param>
    /// <param name="Text">At most 500 characters; kept ciphered.</param>
    public sealed record AnswerRequest(Party Party, string Text);

    /// <param name="Group">Null until it is sorted.</param>
    public sealed record Response(
        Guid Id, Guid MeetingId, string? Group, Party? AnsweredBy, DateTimeOffset? AnsweredAt, long Version);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/meetings/{id:guid}/suggestions/{suggestionId:guid}/group", GroupAsync)
            .Requires(Permissions.MeetingWrite)
            .WithTags("Suggestions").WithSummary("Put a suggestion into a group (建议归类)")
            .WithDescription(
                "Said again, the last word counts. 404 suggestions.not_found. If-Match is checked when given (412).")
            .WithRequestExample("""{"group":"便民服务"}""");
        routes.MapPost("/meetings/{id:guid}/suggestions/{suggestionId:guid}/answer", AnswerAsync)
            .Requires(Permissions.MeetingWrite)
            .WithTags("Suggestions").WithSummary("Answer a suggestion (答复建议)")
            .WithDescription(
                "Once. 409 suggestions.answered_already; 404 suggestions.not_found. If-Match is checked when given " +
                "(412).")
            .WithRequestExample("""{"party":"PROVIDER","text":"已排班，每天八点至十八点有志愿者"}""");
    }

    private static Task<Results<Ok<Response>, ProblemHttpResult>> GroupAsync(
        Guid id, Guid suggestionId, GroupRequest request, Desk desk, HttpContext http, CancellationToken ct)
    {
        if (new ShapeCheck().Text(request.Group, MaxGroup).Error is { } malformed)
            return Task.FromResult<Results<Ok<Response>, ProblemHttpResult>>(malformed.ToProblem());
        return desk.ChangeAsync((id, suggestionId), "suggestions.group", (suggestion, _) =>
        {
            suggestion.Sort(request.Group.Trim());
            return Result.Success;
        }, http, ct);
    }

    private static Task<Results<Ok<Response>, ProblemHttpResult>> AnswerAsync(
        Guid id, Guid suggestionId, AnswerRequest request, Desk desk, FieldCipher cipher, HttpContext http,
        CancellationToken ct)
    {
        if (new ShapeCheck().Text(request.Text, MaxAnswer).Error is { } malformed)
            return Task.FromResult<Results<Ok<Response>, ProblemHttpResult>>(malformed.ToProblem());
        return desk.ChangeAsync((id, suggestionId), "suggestions.answer", (suggestion, now) =>
            suggestion.Reply(request.Party, cipher.Encrypt(request.Text, suggestion.Id), now), http, ct);
    }

    /// <summary>One change of one suggestion in one transaction.</summary>
    public sealed class Desk(ConsultationDbContext db, ICivilClock clock, CurrentUser user)
    {
        internal async Task<Results<Ok<Response>, ProblemHttpResult>> ChangeAsync(
            (Guid Meeting, Guid Suggestion) id, string action, Func<Suggestion, DateTimeOffset, Result> change,
            HttpContext http, CancellationToken ct)
        {
            var suggestion = await db.Suggestions
                .SingleOrDefaultAsync(s => s.Id == id.Suggestion && s.MeetingId == id.Meeting, ct);
            if (suggestion is null) return SuggestionErrors.NotFound.ToProblem();
            if (http.CheckIfMatch(suggestion.Version) is { } stale) return stale.ToProblem();
            var now = await clock.NowAsync(suggestion.StreetCode, ct);
            if (change(suggestion, now).Error is { } refusal) return refusal.ToProblem();
            db.Audit.Record(user, action, suggestion.Id, suggestion.StreetCode);
            await db.SaveChangesAsync(ct);
            http.SetETag(suggestion.Version);
            return TypedResults.Ok(new Response(
                suggestion.Id, suggestion.MeetingId, suggestion.GroupName, suggestion.AnsweredBy,
                suggestion.AnsweredAt, suggestion.Version));
        }
    }
}
