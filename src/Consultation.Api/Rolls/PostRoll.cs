namespace CivicPlatform.Consultation.Rolls;

/// <summary>POST /rolls/{id}/posting: the roll hangs, so that owners can say what is wrong with it.</summary>
public static class PostRoll
{
    private const int MaxPlaces = 50, MaxPlace = 100, MaxPhotos = 50;

    /// <param name="Places">Where it hangs; 1 to 50, each at most 100 characters.</param>
    /// <param name="PostedOn">Civil day on which it was hung up; not in the future.</param>
    /// <param name="Until">Last day for corrections; after the day of posting.</param>
    /// <param name="Evidence">SHA-256 of photos that show it hanging; at most 50.</param>
    public sealed record Request(
        IReadOnlyList<string> Places, DateOnly PostedOn, DateOnly Until, IReadOnlyList<string>? Evidence = null);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/rolls/{id:guid}/posting", PostAsync)
        .Requires(Permissions.RollCorrect)
        .WithTags("Rolls").WithSummary("Post a roll for correction (公示业主清册)")
        .WithDescription(
            "Once; a roll that was posted wrongly is frozen anew. The days stand on the paper and may be past. 409 " +
            "rolls.already_posted, rolls.sealed; 422 rolls.posting_days.")
        .Produces<GetRoll.Response>()
        .WithRequestExample(
            """
            {"places":["小区公告栏","各单元门口"],"postedOn":"2026-03-02","until":"2026-03-09",
             "evidence":["60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"]}
            """);

    private static async Task<Results<Ok<GetRoll.Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        var shape = new ShapeCheck()
            .That(request.Places.Count is > 0 and <= MaxPlaces, "places", "list.size", $"应为 1 至 {MaxPlaces} 处")
            .That(request.Places.All(place => !string.IsNullOrWhiteSpace(place) && place.Length <= MaxPlace),
                "places", "text.malformed", $"每处应为 1 至 {MaxPlace} 个字符")
            .That(Sha256Text.AreHashes(request.Evidence, MaxPhotos), "evidence", "hash.malformed", Sha256Text.Form);
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var posted = await handler.HandleAsync(id, request, http, ct);
        return posted.Succeeded(out var roll, out var error) ? TypedResults.Ok(roll) : error.ToProblem();
    }

    public sealed class Handler(ConsultationDbContext db, ICivilClock clock, CurrentUser user)
    {
        public async Task<Result<GetRoll.Response>> HandleAsync(
            Guid id, Request request, HttpContext http, CancellationToken ct)
        {
            var roll = await db.Rolls.SingleOrDefaultAsync(r => r.Id == id, ct);
            if (roll is null) return RollErrors.NotFound;
            if (http.CheckIfMatch(roll.Version) is { } stale) return stale;
            if (roll.Post(request, await clock.NowAsync(roll.StreetCode, ct)).Error is { } refusal) return refusal;

            db.Audit.Record(user, "rolls.post", roll.Id, roll.StreetCode);
            await db.SaveChangesAsync(ct);
            http.SetETag(roll.Version);
            return GetRoll.Response.Of(roll);
        }
    }
}
