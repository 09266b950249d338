using CivicPlatform.Consultation.Archives;
using CivicPlatform.Consultation.Ballots;
using CivicPlatform.Consultation.Motions;
using CivicPlatform.Consultation.Rolls;
using CivicPlatform.ServiceDefaults.Security;
using Npgsql;

namespace CivicPlatform.Consultation.EVotes;

/// <summary>POST /motions/{id}/clicks: an owner answers by login; advice where the city says so (VOTE-21).</summary>
public static class ClickVote
{
    /// <param name="UnitId">A unit of his on the motion's roll.</param>
    /// <param name="Choice">FOR, AGAINST or ABSTAIN; nobody clicks an invalid paper.</param>
    public sealed record Request(Guid UnitId, Choice Choice);

    /// <param name="Id">Of the ballot, or of the advice.</param>
    /// <param name="Counted">False where the city's e-voting system must be used: then it is advice, no ballot.</param>
    /// <param name="Rule">VOTE-21.</param>
    /// <param name="Notice">The same in words for the owner.</param>
    /// <param name="Tracker">Receipt of a ballot; absent for advice.</param>
    public sealed record Response(
        Guid Id, Guid MotionId, DateTimeOffset ReceivedAt, bool Counted, string Rule, string Notice,
        string? Tracker = null, string? Signature = null);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/motions/{id:guid}/clicks", PostAsync)
        .Requires(Permissions.BallotClick)
        .WithTags("Ballots").WithSummary("Answer a motion as an owner (业主网上表达意见)")
        .WithDescription(
            "For the units that POST /owner-accounts ties to the caller's login: any other is 422 " +
            "clicks.not_an_owner. Where the policy profile makes the city's e-voting system mandatory (Beijing), the " +
            "click is advice: kept apart, in no count, and the answer says so (counted false, VOTE-21). Elsewhere it " +
            "is a ballot of the channel INTERNET, with the refusals of POST /motions/{id}/ballots.")
        .Produces<Response>(201)
        .WithRequestExample("""{"unitId":"01a1fc78-884c-7a7a-9c0a-e33201116603","choice":"FOR"}""");

    private static async Task<Results<Created<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, CancellationToken ct)
    {
        var shape = new ShapeCheck().That(request.Choice is not Choice.Invalid, "choice", "code.unknown",
            "应为 FOR、AGAINST、ABSTAIN 之一");
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var clicked = await handler.HandleAsync(id, request, ct);
        return clicked.Succeeded(out var response, out var error)
            ? TypedResults.Created($"/api/v1/motions/{id}", response)
            : error.ToProblem();
    }

    public sealed class Handler(
        ConsultationDbContext db, ClickDesk desk, TimeProvider clock, CurrentUser user)
    {
        public async Task<Result<Response>> HandleAsync(Guid id, Request request, CancellationToken ct)
        {
            try
            {
                // As for any ballot: the close waits for this click, a late one hears that it is late.
                var motion = await db.Motions.FromSql($"select * from open_motion({id}, {clock.GetUtcNow()})")
                    .IgnoreAutoIncludes().AsNoTracking().SingleAsync(ct);
                var unit = await OwnUnitAsync(motion, request.UnitId, ct);
                if (unit is null) return EVoteErrors.NotAnOwner;
                return motion.ExternalEVote
                    ? await desk.AdviseAsync(motion, unit, request.Choice, ct)
                    : await desk.CastAsync(motion, unit, request.Choice, ct);
            }
            catch (PostgresException e) when (BallotErrors.Of(e) is { } refusal)
            {
                return refusal;
            }
        }

        // A unit that is the developer's is nobody's to click for, whatever holders it lists (VOTE-16).
        private Task<RollUnit?> OwnUnitAsync(Motion motion, Guid unitId, CancellationToken ct) => (
            from unit in db.RollUnits.AsNoTracking()
            where unit.RollId == motion.RollId && unit.UnitId == unitId && unit.SaleStatus == SaleStatus.Sold
                && db.OwnerAccounts.Any(account => account.EstateId == motion.EstateId
                    && account.Subject == user.Subject && unit.OwnerRefs.Contains(account.OwnerRef))
            select unit).SingleOrDefaultAsync(ct);
    }
}

/// <summary>Writes a click down as what the profile of its motion makes of it.</summary>
public sealed class ClickDesk(
    ConsultationDbContext db, ICivilClock civilClock, TimeProvider clock, ChoiceSeal seal, FieldCipher cipher,
    BallotReceipts receipts, CurrentUser user)
{
    /// <summary>Apart from the ballots: no count reads it.</summary>
    internal async Task<ClickVote.Response> AdviseAsync(
        Motion motion, RollUnit unit, Choice choice, CancellationToken ct)
    {
        var now = (await civilClock.NowAsync(motion.StreetCode, ct)).InMicroseconds();
        var answer = AdvisoryAnswer.Of(motion, unit.UnitId, choice, cipher, (user.Subject, now));
        db.Add(answer);
        db.Audit.Record(user, "ballots.advise", answer.Id, motion.StreetCode);
        await db.SaveChangesAsync(ct);
        return new ClickVote.Response(answer.Id, motion.Id, now, Counted: false, EVoteErrors.Rule,
            EVoteErrors.AdviceOf(motion));
    }

    /// <summary>A ballot like any other, by the function that takes all of them.</summary>
    internal async Task<ClickVote.Response> CastAsync(
        Motion motion, RollUnit unit, Choice choice, CancellationToken ct)
    {
        var id = Guid.CreateVersion7();
        var castAt = (await civilClock.NowAsync(motion.StreetCode, ct)).ToUniversalTime().InMicroseconds();
        var now = clock.GetUtcNow().InMicroseconds(); // After castAt: no click is dated in the future.
        var place = new BallotPlace(unit.Building, unit.Entrance, unit.Room);
        var paper = new BallotPaper(place, choice, Channel.Internet, castAt);
        await db.Database.ExecuteSqlAsync(
            $"""
            select cast_ballot(p_id => {id}, p_motion => {motion.Id}, p_building => {place.Building},
                p_entrance => {place.Entrance}, p_room => {place.Room}, p_choice => {seal.Close(choice, id)},
                p_answer_key => {seal.AnswerKey(motion.Id, paper)}, p_paper_key => {seal.PaperKey(motion.Id, paper)},
                p_channel => {Codes.Of(paper.Channel)}, p_cast_at => {castAt}, p_recorded_by => {user.Subject},
                p_now => {now})
            """, ct);
        var receipt = receipts.Of(motion.Id, id, paper, now);
        return new ClickVote.Response(id, motion.Id, now, Counted: true, EVoteErrors.Rule, EVoteErrors.Counts,
            receipt.Tracker, receipt.Signature);
    }
}
