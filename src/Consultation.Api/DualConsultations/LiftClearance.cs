using CivicPlatform.Contracts.Consultation;

namespace CivicPlatform.Consultation.DualConsultations;

/// <summary>Tells Cases whether works on a lift may go on, when an agreement or a decision behind it moves.</summary>
/// <remarks>
/// Called after the change was saved in its transaction. The lock on the consultations lets the later of two decisions
/// that end at the same moment see the earlier one, whichever that is.
/// </remarks>
public sealed class LiftClearance(ConsultationDbContext db, DualVotes votes)
{
    /// <summary>A motion's decision took effect or was revoked.</summary>
    public async Task FollowMotionAsync(Guid motionId, DateTimeOffset now, CancellationToken ct)
    {
        var duals = await db.DualConsultations.FromSql(
            $"""
            select * from dual_consultations
            where agreement_hash is not null and {motionId} in (zone_motion_id, building_motion_id)
            order by id for update
            """).ToListAsync(ct);
        foreach (var dual in duals) await FollowAsync(dual, now, ct);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>The caller saves; both decisions are locked by him.</summary>
    public async Task FollowAsync(DualConsultation dual, DateTimeOffset now, CancellationToken ct)
    {
        var (zone, building) = await votes.ReadAsync(dual, ct);
        if (dual.Follow(zone, building) is not { } works) return;
        db.Audit.Record("lift-clearance", "dual_consultations.works", dual.Id, dual.StreetCode, Codes.Of(works));
        var motion = await db.Motions.AsNoTracking().SingleAsync(m => m.Id == dual.BuildingMotionId, ct);
        var decisions = await db.Decisions.AsNoTracking()
            .Where(d => d.MotionId == dual.ZoneMotionId || d.MotionId == dual.BuildingMotionId)
            .ToDictionaryAsync(d => d.MotionId, ct);
        var (ofZone, ofBuilding) = (decisions[dual.ZoneMotionId], decisions[dual.BuildingMotionId]);
        if (works is LiftWorksState.Cleared)
        {
            db.Outbox.Enqueue(new LiftAgreementEffective
            {
                AggregateId = dual.Id, AggregateVersion = dual.NextVersion, OccurredAt = now,
                StreetCode = dual.StreetCode, CaseId = motion.CaseId, EstateId = dual.EstateId,
                Building = motion.Building!, Entrance = motion.Entrance, ZoneDecisionId = ofZone.Id,
                BuildingDecisionId = ofBuilding.Id, AgreedOn = dual.AgreedOn!.Value,
            });
            return;
        }
        var fallen = zone.Stands is false ? ofZone : ofBuilding;
        db.Outbox.Enqueue(new LiftAgreementRevoked
        {
            AggregateId = dual.Id, AggregateVersion = dual.NextVersion, OccurredAt = now,
            StreetCode = dual.StreetCode, CaseId = motion.CaseId, EstateId = dual.EstateId,
            Building = motion.Building!, Entrance = motion.Entrance, DecisionId = fallen.Id,
            Ground = Codes.Of(fallen.Status),
        });
    }
}
