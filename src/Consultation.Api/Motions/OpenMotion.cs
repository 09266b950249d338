using CivicPlatform.Consultation.Archives;
using CivicPlatform.Consultation.Rolls;
using CivicPlatform.Contracts.Consultation;

namespace CivicPlatform.Consultation.Motions;

/// <summary>POST /motions: puts a matter to the owners of a sealed roll and opens the voting (VOTE-02).</summary>
public static class OpenMotion
{
    private const int MaxText = 200, MaxPlaces = 50, MaxPlace = 100, MaxEvidence = 50;

    /// <param name="RollId">A sealed roll.</param>
    /// <param name="Matter">M1 to M9 or UNANIMOUS; the thresholds follow from it.</param>
    /// <param name="Title">What is decided, in the words of the agenda; at most 200 characters.</param>
    /// <param name="Items">What is put to the vote, word for word as the notice shows it; 1 to 20.</param>
    /// <param name="Notice">The notice that hangs, with its proof (VOTE-27, EVT-03).</param>
    /// <param name="CaseId">The case that asked for it; goes into every event of the chain.</param>
    /// <param name="SilenceRule">Only where the rules of procedure have it (VOTE-25).</param>
    /// <param name="VotingOpensAt">Civil instant; now when not given.</param>
    /// <param name="ClosesAt">End of voting, a civil instant; 60 days after its beginning when not given.</param>
    /// <param name="MaxProxiesPerAgent">Where the rules of procedure have it; the profile's holds if smaller.</param>
    /// <param name="Amount">The budget of a use of the maintenance fund (M5); part of the agenda's hash.</param>
    public sealed record Request(
        Guid RollId, Matter Matter, string Title, IReadOnlyList<AgendaItem> Items, MotionNotice Notice,
        Guid? CaseId = null, SilenceClause? SilenceRule = null, DateTimeOffset? VotingOpensAt = null,
        DateTimeOffset? ClosesAt = null, int? MaxProxiesPerAgent = null, Money? Amount = null);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/motions", PostAsync)
        .Requires(Permissions.MotionOpen)
        .WithTags("Motions").WithSummary("Open a motion (发起表决)")
        .WithDescription(
            "Thresholds are derived from the matter (VOTE-02) and shown in the answer; the policy profile of the " +
            "estate's division is resolved now, for good. Voting opens when the notice period of that profile has " +
            "run, counted from the day on which the notice was hung up (422 motions.notice_too_short names the first " +
            "day, VOTE-27), with proof (motions.notice_unproved) and for exactly the items that hung " +
            "(motions.agenda_differs). 422 motions.notice_in_future, motions.notice_kind_unknown, " +
            "motions.amount_of_other_matter (amount: M5 only, part of the agenda's hash), " +
            "motions.silence_not_announced, " +
            "motions.silence_with_unanimity, motions.closes_out_of_range, motions.needs_unanimity where a consent " +
            "board stands on the roll (PIPE-01); 409 rolls.not_sealed; 404 rolls.not_found.")
        .Produces<GetMotion.Response>(201)
        .WithRequestExample(
            """
            {"rollId":"01a1fc78-884c-7a7a-9c0a-e33201116603","matter":"M6","title":"自筹资金大修十八部电梯",
             "items":[{"title":"大修电梯","text":"十八部电梯大修，每平方米自筹 17.93 元。"}],
             "notice":{"kind":"REGULAR","postedAt":"2026-10-08T09:00:00+08:00","places":["小区公告栏","各单元门口"],
              "agendaHash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
              "evidence":["60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"]},
             "votingOpensAt":"2026-10-26T00:00:00+08:00",
             "caseId":"01a1fc78-8a30-7b43-a0a1-097011968bf3","closesAt":"2026-12-31T16:00:00Z",
             "silenceRule":{"clause":"议事规则第十二条","noticeShowedConsequence":true}}
            """);

    private static async Task<Results<Created<GetMotion.Response>, ProblemHttpResult>> PostAsync(
        Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        var shape = PreviewAgenda.Check(new ShapeCheck().Text(request.Title, MaxText), request.Items);
        CheckNotice(shape, request.Notice);
        shape.That(request.MaxProxiesPerAgent is null or > 0, "maxProxiesPerAgent", "number.too_small", "应为正整数");
        PreviewAgenda.Check(shape, request.Amount);
        if (request.SilenceRule is { } silence) shape.Text(silence.Clause, MaxText, "silenceRule.clause");
        if (shape.Error is { } malformed) return malformed.ToProblem();

        var opened = await handler.HandleAsync(request, ct);
        if (!opened.Succeeded(out var motion, out var error)) return error.ToProblem();
        http.SetETag(motion.Version);
        return TypedResults.Created($"/api/v1/motions/{motion.Id}", GetMotion.Response.Of(motion));
    }

    private static void CheckNotice(ShapeCheck shape, MotionNotice notice) => shape
        .That(notice.Places.Count is > 0 and <= MaxPlaces, "notice.places", "list.size", $"应为 1 至 {MaxPlaces} 处")
        .That(notice.Places.All(place => !string.IsNullOrWhiteSpace(place) && place.Length <= MaxPlace),
            "notice.places", "text.malformed", $"每处应为 1 至 {MaxPlace} 个字符")
        .That(Sha256Text.IsHash(notice.AgendaHash), "notice.agendaHash", "hash.malformed", Sha256Text.Form)
        .That(Sha256Text.AreHashes(notice.Evidence, MaxEvidence), "notice.evidence", "hash.malformed",
            Sha256Text.Form);

    public sealed class Handler(ConsultationDbContext db, ICivilClock clock, CurrentUser user)
    {
        public async Task<Result<Motion>> HandleAsync(Request request, CancellationToken ct)
        {
            var roll = await db.Rolls.AsNoTracking().SingleOrDefaultAsync(r => r.Id == request.RollId, ct);
            if (roll is null) return RollErrors.NotFound;
            if (roll.Status is not RollStatus.Sealed) return RollErrors.NotSealed;
            if (request.Matter is not Matter.Unanimous && await db.ConsentBoards.AnyAsync(b => b.RollId == roll.Id, ct))
                return MotionErrors.NeedsUnanimity;

            var now = await clock.NowAsync(roll.StreetCode, ct);
            var draft = new MotionDraft(
                request.Matter, request.Title, request.Items, request.Notice, request.CaseId, request.SilenceRule,
                request.VotingOpensAt?.ToUniversalTime(), request.ClosesAt?.ToUniversalTime(),
                request.MaxProxiesPerAgent, request.Amount);
            var profile = PolicyProfiles.ResolveFor(roll.DivisionCode);
            var opened = Motion.Open(roll, draft, profile, user.Subject, now);
            if (!opened.Succeeded(out var motion, out var error)) return error;

            db.Add(motion);
            db.Audit.Record(user, "motions.open", motion.Id, motion.StreetCode, Codes.Of(motion.Matter));
            db.Outbox.Enqueue(new MotionOpened
            {
                AggregateId = motion.Id,
                AggregateVersion = motion.Version,
                OccurredAt = now,
                StreetCode = motion.StreetCode,
                CaseId = motion.CaseId,
                EstateId = motion.EstateId,
                MatterCode = Codes.Of(motion.Matter),
                Scope = Codes.Of(motion.ScopeKind),
                Building = motion.Building,
                ClosesAt = motion.ClosesAt,
            });
            await db.SaveChangesAsync(ct);
            return motion;
        }
    }
}
