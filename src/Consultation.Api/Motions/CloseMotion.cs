using CivicPlatform.Consultation.Archives;
using CivicPlatform.Consultation.Ballots;
using CivicPlatform.Consultation.Publicity;
using CivicPlatform.Contracts.Consultation;

namespace CivicPlatform.Consultation.Motions;

/// <summary>POST /motions/{id}/close: ends the voting and counts it (VOTE-01 to VOTE-26). Happens once.</summary>
public static class CloseMotion
{
    /// <param name="DeliveredUnits">Unit ids with proof of delivery; only and always with the silence rule.</param>
    public sealed record Request(IReadOnlyList<Guid>? DeliveredUnits = null);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/motions/{id:guid}/close", PostAsync)
        .Requires(Permissions.MotionClose)
        .WithTags("Motions").WithSummary("Close the voting and count it (截止并计票)")
        .WithDescription(
            "Ballots sent at the same moment are either counted or refused. The count is stored with every figure " +
            "by area and by heads; a motion that passed has a decision, which takes effect after publicity only " +
            "(EVT-01). 409 motions.already_closed, motions.voting_not_open, motions.roll_differs; 422 " +
            "motions.delivery_missing, motions.silence_not_adopted.");

    private static async Task<Results<Ok<GetTally.Response>, ProblemHttpResult>> PostAsync(
        Guid id, Handler handler, HttpContext http, CancellationToken ct, Request? request = null)
    {
        var counted = await handler.HandleAsync(id, request?.DeliveredUnits, http, ct);
        return counted.Succeeded(out var tally, out var error) ? TypedResults.Ok(tally) : error.ToProblem();
    }

    public sealed class Handler(
        ConsultationDbContext db, ICivilClock clock, ChoiceSeal seal, ClosingDesk closing, CurrentUser user)
    {
        public async Task<Result<GetTally.Response>> HandleAsync(
            Guid id, IReadOnlyList<Guid>? delivered, HttpContext http, CancellationToken ct)
        {
            // Who may not see the motion neither waits for it nor makes others wait.
            if (!await db.Motions.AnyAsync(m => m.Id == id, ct)) return MotionErrors.NotFound;
            // Waits for the ballots under way; those that come later find the motion closed.
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(motion_lock_key({id}))", ct);
            var motion = await db.Motions.SingleOrDefaultAsync(m => m.Id == id, ct);
            if (motion is null) return MotionErrors.NotFound;
            if (http.CheckIfMatch(motion.Version) is { } stale) return stale;
            var now = (await clock.NowAsync(motion.StreetCode, ct)).InMicroseconds();
            if (motion.CanCount(delivered is not null, now).Error is { } refusal) return refusal;

            var papers = await VotePapers.ReadAsync(db, motion, ct);
            if (await closing.FindsAnotherRollAsync(motion, papers.Units, ct)) return MotionErrors.RollDiffers;
            var input = InputOf(motion, papers, delivered);
            if (TallyCheck.FaultsOf(input).Any()) return MotionErrors.DeliveredUnitUnknown;

            var result = Tally.Count(input);
            var tally = TallyRecord.Of(motion, result, input.Ballots.Count, user.Subject, now);
            motion.Close(result, now);
            var decision = motion.IsDecided ? Decision.Of(motion, now) : null;

            await closing.SignAsync(motion, result, papers, delivered, ct);
            db.Add(tally);
            if (decision is not null) db.Add(decision);
            db.Audit.Record(user, "motions.close", motion.Id, motion.StreetCode, Codes.Of(result.Outcome));
            db.Outbox.Enqueue(EventOf(motion, result.Count, now));
            await db.SaveChangesAsync(ct);
            http.SetETag(motion.Version);
            return GetTally.Response.Of(motion, tally, decision?.Id);
        }

        private TallyInput InputOf(Motion motion, VotePapers papers, IReadOnlyList<Guid>? delivered) =>
            new(motion.Matter, motion.RuleSet, papers.Units.ConvertAll(unit => unit.ToTally()), papers.Open(seal))
            {
                DeliveredUnits = delivered?.Select(unit => unit.ToString()).ToList(),
            };

        private static MotionTallied EventOf(Motion motion, TallyCount count, DateTimeOffset now) => new()
        {
            AggregateId = motion.Id,
            AggregateVersion = motion.NextVersion,
            OccurredAt = now,
            StreetCode = motion.StreetCode,
            CaseId = motion.CaseId,
            EstateId = motion.EstateId,
            MatterCode = Codes.Of(motion.Matter),
            Outcome = Codes.Of(motion.Outcome!.Value),
            ParticipatingArea = new Area(count.Participating.Area).SquareMetres,
            ParticipatingHeads = count.Participating.Heads,
            ForArea = new Area(count.For.Area).SquareMetres,
            ForHeads = count.For.Heads,
            TotalArea = new Area(count.Total.Area).SquareMetres,
            TotalHeads = count.Total.Heads,
        };
    }
}
