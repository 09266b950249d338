namespace CivicPlatform.Consultation.Meetings;

/// <summary>POST /meetings/{id}/attendances: a party was there (PIPE-03).</summary>
public static class RecordAttendance
{
    private const int MaxPersons = 10_000;

    /// <param name="Party">Who came.</param>
    /// <param name="Persons">How many; no names.</param>
    public sealed record Request(Party Party, int Persons);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/meetings/{id:guid}/attendances", PostAsync)
        .Requires(Permissions.MeetingWrite)
        .WithTags("Meetings").WithSummary("Record that a party attended (登记出席)")
        .WithDescription("Said again for the same party, the last word counts. The answer says who is still missing.")
        .WithRequestExample("""{"party":"DESIGN_UNIT","persons":2}""");

    private static async Task<Results<Ok<GetMeeting.Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, MeetingDesk desk, HttpContext http, CancellationToken ct)
    {
        var shape = new ShapeCheck().That(
            request.Persons is > 0 and <= MaxPersons, "persons", "number.range", $"应为 1 至 {MaxPersons}");
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var changed = await desk.ChangeAsync(id, "meetings.attend", Attend, http, ct);
        return changed.Succeeded(out var meeting, out var error)
            ? TypedResults.Ok(GetMeeting.Response.Of(meeting))
            : error.ToProblem();

        Result Attend(Meeting meeting, DateTimeOffset now)
        {
            meeting.Attend(request.Party, request.Persons, now);
            return Result.Success;
        }
    }
}
