using CivicPlatform.Consultation.Motions;
using CivicPlatform.Contracts.Consultation;

namespace CivicPlatform.Consultation.Publicity;

/// <summary>POST /motions/{id}/publicity: the result hangs from today; other content restarts it (PUB-01).</summary>
public static class StartPublicity
{
    private const int MaxPlaces = 50;
    private const int MaxPlace = 100;

    private const int MaxPhotos = 50;

    /// <param name="Places">Where it hangs; 1 to 50, each at most 100 characters.</param>
    /// <param name="ContentHash">SHA-256 of the posted document, such as the plan; another one restarts.</param>
    /// <param name="Evidence">SHA-256 of photos that show it hanging; at most 50.</param>
    public sealed record Request(
        IReadOnlyList<string> Places, string? ContentHash = null, IReadOnlyList<string>? Evidence = null);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/motions/{id:guid}/publicity", PostAsync)
        .Requires(Permissions.PublicityStart)
        .WithTags("Publicity").WithSummary("Post a motion's result (公示表决结果)")
        .WithDescription(
            "Days and their unit come from the policy profile that the motion resolved when it was opened; the day " +
            "of posting does not count (TIME-01). After the last day a passed motion takes effect by itself, unless " +
            "objections hold it (PUB-03); what a BLOCKED period showed may be posted again, changed or not. 409 " +
            "motions.wrong_status before the count, publicity.already_running for the same content; another " +
            "contentHash or other places restart the period, and objections raised so far go on counting.")
        .Produces<GetPublicityPeriod.Response>(201)
        .WithRequestExample(
            """
            {"places":["小区公告栏","各单元门口"],
             "contentHash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
             "evidence":["60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"]}
            """);

    private static async Task<Results<Created<GetPublicityPeriod.Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        var shape = new ShapeCheck()
            .That(request.Places.Count is > 0 and <= MaxPlaces, "places", "list.size", $"应为 1 至 {MaxPlaces} 处")
            .That(request.Places.All(place => !string.IsNullOrWhiteSpace(place) && place.Length <= MaxPlace),
                "places", "text.malformed", $"每处应为 1 至 {MaxPlace} 个字符")
            .That(Sha256Text.IsHashOrNull(request.ContentHash), "contentHash", "hash.malformed", Sha256Text.Form)
            .That(request.Evidence is not { Count: > MaxPhotos }, "evidence", "list.size", $"不得超过 {MaxPhotos} 张")
            .That(request.Evidence is null || request.Evidence.All(h => h is not null && Sha256Text.IsHashOrNull(h)),
                "evidence", "hash.malformed", Sha256Text.Form);
        if (shape.Error is { } malformed) return malformed.ToProblem();

        var started = await handler.HandleAsync(id, request, http, ct);
        if (!started.Succeeded(out var period, out var error)) return error.ToProblem();
        http.SetETag(period.Version);
        return TypedResults.Created(
            $"/api/v1/publicity-periods/{period.Id}", GetPublicityPeriod.Response.Of(period));
    }

    public sealed class Handler(ConsultationDbContext db, ICivilClock clock, CurrentUser user)
    {
        public async Task<Result<PublicityPeriod>> HandleAsync(
            Guid id, Request request, HttpContext http, CancellationToken ct)
        {
            var motion = await db.Motions.SingleOrDefaultAsync(m => m.Id == id, ct);
            if (motion is null) return MotionErrors.NotFound;
            if (http.CheckIfMatch(motion.Version) is { } stale) return stale;
            if (motion.Post().Error is { } refusal) return refusal;

            var present = await db.PublicityPeriods.SingleOrDefaultAsync(
                p => p.MotionId == id
                    && (p.Status == PublicityStatus.Running || p.Status == PublicityStatus.Blocked), ct);
            if (present?.Shows(motion, request) is true) return PublicityErrors.AlreadyRunning;
            if (present is not null)
            {
                present.Restart();
                await db.SaveChangesAsync(ct); // One period at a time: the index must see this one end first.
            }

            var now = await clock.NowAsync(motion.StreetCode, ct);
            var profile = PolicyProfiles.FindById(motion.ProfileId) ?? PolicyProfiles.ResolveFor(motion.DivisionCode);
            var period = PublicityPeriod.Start(motion, profile, request, user.Subject, now);
            db.Add(period);
            db.Entry(motion).State = EntityState.Modified; // Also a restart is the motion's next version.
            db.Audit.Record(user, "publicity.start", period.Id, motion.StreetCode);
            db.Outbox.Enqueue(new PublicityStarted
            {
                AggregateId = motion.Id,
                AggregateVersion = motion.NextVersion,
                OccurredAt = now,
                StreetCode = motion.StreetCode,
                CaseId = motion.CaseId,
                EstateId = motion.EstateId,
                EndsAt = period.EndsAt,
            });
            await db.SaveChangesAsync(ct);
            return period;
        }
    }
}
