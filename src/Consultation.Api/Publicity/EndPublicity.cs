using CivicPlatform.Consultation.Motions;
using CivicPlatform.Contracts.Consultation;

namespace CivicPlatform.Consultation.Publicity;

/// <summary>What happens when a publicity period is over: the posting ends and a passed motion takes effect.</summary>
public sealed class EndPublicity(ConsultationDbContext db, ICivilClock clock)
{
    private const string Actor = "publicity-loop";

    /// <summary>One period in one transaction. False when it is not due any more: another replica was faster.</summary>
    public async Task<bool> HandleAsync(Guid periodId, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var period = await db.PublicityPeriods
            .FromSql($"select * from publicity_periods where id = {periodId} and status = 'RUNNING' for update")
            .SingleOrDefaultAsync(ct);
        if (period is null) return false;
        var now = await clock.NowAsync(period.StreetCode, ct);
        if (now < period.EndsAt) return false;

        var motion = await db.Motions.SingleAsync(m => m.Id == period.MotionId, ct);
        period.End(now);
        motion.EndPosting();
        db.Audit.Record(Actor, "publicity.end", period.Id, period.StreetCode);
        db.Outbox.Enqueue(new PublicityEnded
        {
            AggregateId = motion.Id,
            AggregateVersion = motion.NextVersion,
            OccurredAt = now,
            StreetCode = motion.StreetCode,
            CaseId = motion.CaseId,
            EstateId = motion.EstateId,
            Blocked = false, // Objections come with their own slice; nothing can block yet (PUB-03).
        });
        await db.SaveChangesAsync(ct);

        if (motion.IsDecided) await TakeEffectAsync(motion, CivilTime.DayOf(period.EndsAt), now, ct);
        await transaction.CommitAsync(ct);
        return true;
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
            EffectiveOn = effectiveOn,
        });
        await db.SaveChangesAsync(ct);
    }
}
