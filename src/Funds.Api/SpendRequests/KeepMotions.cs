using CivicPlatform.Contracts.Consultation;
using CivicPlatform.ServiceDefaults.Messaging;

namespace CivicPlatform.Funds.SpendRequests;

/// <summary>A vote began: a spend request may name it.</summary>
public sealed class KeepMotionHandler(FundsDbContext db) : IEventHandler<MotionOpened>
{
    private const string UpsertSql =
        "insert into voted_motions (motion_id, estate_id, street_code, matter_code, scope, building) " +
        "values ($1, $2, $3, $4, $5, $6) on conflict (motion_id) do update set scope = excluded.scope, " +
        "building = excluded.building";

    public Task HandleAsync(MotionOpened message, CancellationToken ct) => db.RunAsync([
        Sql.Command(UpsertSql, message.AggregateId, message.EstateId, message.StreetCode, message.MatterCode,
            message.Scope, message.Building)], ct);
}

/// <summary>A vote was counted: one that failed ends the request, one that passed starts nothing (EVT-01).</summary>
public sealed class EndVoteHandler(FundsDbContext db, ICivilClock civil, TimeProvider clock)
    : IEventHandler<MotionTallied>
{
    private const string Actor = "motion-tallied";
    private const int MaxRequests = 100; // Of one motion; each names it by hand.

    private const string UpsertSql =
        "insert into voted_motions (motion_id, estate_id, street_code, matter_code, outcome) " +
        "values ($1, $2, $3, $4, $5) on conflict (motion_id) do update set outcome = excluded.outcome";

    public async Task HandleAsync(MotionTallied message, CancellationToken ct)
    {
        await db.RunAsync([Sql.Command(VotedMotion.LockSql, message.AggregateId)], ct);
        await db.RunAsync([Sql.Command(UpsertSql, message.AggregateId, message.EstateId, message.StreetCode,
            message.MatterCode, message.Outcome)], ct);
        var motion = new VotedMotion(
            message.AggregateId, message.EstateId, message.MatterCode, null, null, message.Outcome);
        if (!motion.HasFailed) return;
        var asked = await db.SpendRequests
            .Where(r => r.MotionId == motion.Id && r.Status == SpendStatus.VOTING).Take(MaxRequests).ToListAsync(ct);
        if (asked.Count == 0) return;
        var on = CivilTime.DayOf(await civil.NowAsync(message.StreetCode, ct));
        foreach (var request in asked)
        {
            if (request.RejectVote(message.Outcome, new MoveFacts(Actor, clock.GetUtcNow(), on)).Error is { } error)
                throw new InvalidOperationException($"A vote under way did not end: {error.Code}");
            db.AddRange(request.TakeNewMoves());
            db.Audit.Record(Actor, "spend_requests.reject_vote", request.Id, request.StreetCode, message.Outcome);
        }
    }
}
