using CivicPlatform.Consultation.DualConsultations;
using CivicPlatform.Consultation.Motions;
using CivicPlatform.Consultation.Objections;
using CivicPlatform.Contracts.Consultation;

namespace CivicPlatform.Consultation.Publicity;

/// <summary>When publicity is over: the posting ends and, once nothing holds, a decision is in force.</summary>
public sealed class EndPublicity(ConsultationDbContext db, LiftClearance clearance, ICivilClock clock)
{
    private const string Actor = "publicity-loop";

    /// <summary>
    /// One period in one transaction: its end, or the release of one that objections held. False when there is
    /// nothing to do any more: another replica was faster.
    /// </summary>
    public async Task<bool> HandleAsync(Guid periodId, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var period = await db.PublicityPeriods
            .FromSql($"""
                select * from publicity_periods where id = {periodId} and status in ('RUNNING', 'BLOCKED') for update
                """)
            .SingleOrDefaultAsync(ct);
        if (period is null) return false;
        var now = await clock.NowAsync(period.StreetCode, ct);
        if (now < period.EndsAt) return false;

        // The lock on the period keeps new objections out (RaiseObjection takes it too); others only stop holding.
        var motion = await db.Motions.SingleAsync(m => m.Id == period.MotionId, ct);
        var held = motion.IsDecided
            && await db.Objections.Where(o => o.MotionId == motion.Id).Holding(period.ObjectionEffect).AnyAsync(ct);
        if (period.Status is PublicityStatus.Blocked)
        {
            if (held) return false;
            period.Release();
            motion.EndPosting();
            await TakeEffectAsync(motion, CivilTime.DayOf(now), now, ct);
        }
        else
        {
            await EndAsync(period, motion, held, now, ct);
        }
        await transaction.CommitAsync(ct);
        return true;
    }

    private async Task EndAsync(
        PublicityPeriod period, Motion motion, bool held, DateTimeOffset now, CancellationToken ct)
    {
        period.End(now, held);
        if (held) motion.Block();
        else motion.EndPosting();
        db.Audit.Record(Actor, "publicity.end", period.Id, period.StreetCode, Codes.Of(period.Status));
        db.Outbox.Enqueue(new PublicityEnded
        {
            AggregateId = motion.Id,
            AggregateVersion = motion.NextVersion,
            OccurredAt = now,
            StreetCode = motion.StreetCode,
            CaseId = motion.CaseId,
            EstateId = motion.EstateId,
            Blocked = held,
        });
        await db.SaveChangesAsync(ct);
        if (motion.IsDecided && !held) await TakeEffectAsync(motion, CivilTime.DayOf(period.EndsAt), now, ct);
    }

    private async Task TakeEffectAsync(Motion motion, DateOnly effectiveOn, DateTimeOffset now, CancellationToken ct)
    {
        var decision = await db.Decisions.SingleAsync(d => d.MotionId == motion.Id, ct);
        decision.TakeEffect(effectiveOn);
        motion.TakeEffect();
        db.Audit.Record(Actor, "decisions.take_effect", decision.Id, motion.StreetCode);
        db.Outbox.Enqueue(new DecisionEffective
        {
            AggregateId = motion.Id,
            AggregateVersion = motion.NextVersion,
            OccurredAt = now,
            StreetCode = motion.StreetCode,
            CaseId = motion.CaseId,
            DecisionId = decision.Id,
            EstateId = motion.EstateId,
            MatterCode = Codes.Of(motion.Matter),
            Scope = Codes.Of(motion.ScopeKind),
            Building = motion.Building,
            Entrance = motion.Entrance,
            Amount = motion.Amount?.Yuan,
            EffectiveOn = effectiveOn,
        });
        await db.SaveChangesAsync(ct);
        await clearance.FollowMotionAsync(motion.Id, now, ct);
    }
}
