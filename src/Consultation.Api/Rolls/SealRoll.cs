namespace CivicPlatform.Consultation.Rolls;

/// <summary>POST /rolls/{id}/seal: the roll changes no more and may be voted on (VOTE-16).</summary>
public static class SealRoll
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/rolls/{id:guid}/seal", PostAsync)
        .Requires(Permissions.RollCorrect)
        .WithTags("Rolls").WithSummary("Seal a roll under its hash (业主清册定稿)")
        .WithDescription(
            "After the last day of the posting. contentHash is the roll hash of docs/verify-vote.md, as it is " +
            "signed when a motion closes. 409 rolls.not_posted, rolls.still_posted, rolls.sealed.")
        .Produces<GetRoll.Response>();

    private static async Task<Results<Ok<GetRoll.Response>, ProblemHttpResult>> PostAsync(
        Guid id, Handler handler, HttpContext http, CancellationToken ct)
    {
        var done = await handler.HandleAsync(id, http, ct);
        return done.Succeeded(out var roll, out var error) ? TypedResults.Ok(roll) : error.ToProblem();
    }

    public sealed class Handler(ConsultationDbContext db, ICivilClock clock, CurrentUser user)
    {
        public async Task<Result<GetRoll.Response>> HandleAsync(Guid id, HttpContext http, CancellationToken ct)
        {
            var roll = await db.Rolls.SingleOrDefaultAsync(r => r.Id == id, ct);
            if (roll is null) return RollErrors.NotFound;
            if (http.CheckIfMatch(roll.Version) is { } stale) return stale;
            var units = await db.RollUnits.AsNoTracking().Where(unit => unit.RollId == id).ToListAsync(ct);
            var now = await clock.NowAsync(roll.StreetCode, ct);
            if (roll.Seal(units, now).Error is { } refusal) return refusal;

            // The hash goes into the sealed chain of the audit as well: a changed roll is found without its motion.
            db.Audit.Record(user, "rolls.seal", roll.Id, roll.StreetCode, roll.ContentHash);
            await db.SaveChangesAsync(ct);
            http.SetETag(roll.Version);
            return GetRoll.Response.Of(roll);
        }
    }
}
