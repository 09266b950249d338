namespace CivicPlatform.Consultation.Meetings;

/// <summary>POST /meetings/{id}/action-items, and /done for one of them (LIFT-03).</summary>
public static class AddActionItem
{
    private const int MaxText = 200;

    /// <param name="Text">What is to be done; at most 200 characters, no names.</param>
    /// <param name="Owner">The party that does it.</param>
    /// <param name="DueOn">Civil day, not before the meeting.</param>
    public sealed record Request(string Text, Party Owner, DateOnly DueOn);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/meetings/{id:guid}/action-items", PostAsync)
            .Requires(Permissions.MeetingWrite)
            .WithTags("Meetings").WithSummary("Add an action item (登记待办)")
            .WithDescription(
                "With an owner and a day. What is open goes along into the next weekly meeting, which counts how " +
                "often (LIFT-03). 422 meetings.due_before_meeting, meetings.too_many_items.")
            .WithRequestExample("""{"text":"提供临时取水点方案","owner":"CONSTRUCTION_UNIT","dueOn":"2024-05-13"}""");
        routes.MapPost("/meetings/{id:guid}/action-items/{itemId:guid}/done", DoneAsync)
            .Requires(Permissions.MeetingWrite)
            .WithTags("Meetings").WithSummary("Tick an action item off (待办办结)")
            .WithDescription("404 meetings.item_not_found; 409 meetings.item_done.");
    }

    private static async Task<Results<Ok<GetMeeting.Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, MeetingDesk desk, HttpContext http, CancellationToken ct)
    {
        if (new ShapeCheck().Text(request.Text, MaxText).Error is { } malformed) return malformed.ToProblem();
        var changed = await desk.ChangeAsync(
            id, "meetings.ask", (meeting, now) => new Result(meeting.Ask(request, now).Error), http, ct);
        return changed.Succeeded(out var meeting, out var error)
            ? TypedResults.Ok(GetMeeting.Response.Of(meeting))
            : error.ToProblem();
    }

    private static async Task<Results<Ok<GetMeeting.Response>, ProblemHttpResult>> DoneAsync(
        Guid id, Guid itemId, MeetingDesk desk, HttpContext http, CancellationToken ct)
    {
        var changed = await desk.ChangeAsync(
            id, "meetings.finish", (meeting, now) => meeting.Finish(itemId, now), http, ct);
        return changed.Succeeded(out var meeting, out var error)
            ? TypedResults.Ok(GetMeeting.Response.Of(meeting))
            : error.ToProblem();
    }
}
