namespace CivicPlatform.Consultation.Meetings;

/// <summary>POST /meetings/{id}/minutes/{number}/signatures: a party that was there signs the latest version.</summary>
public static class SignMinutes
{
    /// <param name="Party">Must have attended.</param>
    /// <param name="DocumentHash">SHA-256 of the signed paper.</param>
    public sealed record Request(Party Party, string DocumentHash);

    /// <param name="SignedBy">Parties that have signed this version.</param>
    public sealed record Response(Guid MeetingId, int Number, IReadOnlyList<Party> SignedBy);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/meetings/{id:guid}/minutes/{number:int}/signatures", PostAsync)
        .Requires(Permissions.MeetingWrite)
        .WithTags("Meetings").WithSummary("Sign the minutes (签署会议纪要)")
        .WithDescription(
            "404 meetings.minutes_not_found; 409 meetings.minutes_superseded, meetings.signed_already; 422 " +
            "meetings.party_absent (PIPE-03).")
        .Produces<Response>(201)
        .WithRequestExample(
            """
            {"party":"RESIDENTS",
             "documentHash":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}
            """);

    private static async Task<Results<Created<Response>, ProblemHttpResult>> PostAsync(
        Guid id, int number, Request request, Handler handler, CancellationToken ct)
    {
        var shape = new ShapeCheck().That(
            request.DocumentHash is not null && Sha256Text.IsHashOrNull(request.DocumentHash), "documentHash",
            "hash.malformed", Sha256Text.Form);
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var recorded = await handler.HandleAsync(id, number, request, ct);
        return recorded.Succeeded(out var response, out var error)
            ? TypedResults.Created($"/api/v1/meetings/{id}/minutes/{number}", response)
            : error.ToProblem();
    }

    public sealed class Handler(ConsultationDbContext db, ICivilClock clock, CurrentUser user)
    {
        public async Task<Result<Response>> HandleAsync(Guid id, int number, Request request, CancellationToken ct)
        {
            var meeting = await db.Meetings.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct);
            if (meeting is null) return MeetingErrors.NotFound;
            var versions = await db.MeetingMinutes.Where(m => m.MeetingId == id && m.Number >= number)
                .OrderBy(m => m.Number).Take(2).ToListAsync(ct);
            if (versions is not [{ } minutes, ..] || minutes.Number != number) return MeetingErrors.MinutesNotFound;
            if (versions.Count > 1) return MeetingErrors.MinutesSuperseded;
            if (meeting.Attendances.All(a => a.Party != request.Party)) return MeetingErrors.PartyAbsent;
            var signatures = await db.MinutesSignatures.Where(s => s.MinutesId == minutes.Id).ToListAsync(ct);
            if (signatures.Any(s => s.Party == request.Party)) return MeetingErrors.SignedAlready;

            var now = await clock.NowAsync(meeting.StreetCode, ct);
            db.Add(MinutesSignature.Of(minutes, request, user.Subject, now));
            db.Audit.Record(user, "meetings.sign", minutes.Id, minutes.StreetCode, Codes.Of(request.Party));
            await db.SaveChangesAsync(ct);
            return new Response(id, number, [.. signatures.Select(s => s.Party), request.Party]);
        }
    }
}
