namespace CivicPlatform.Consultation.DualConsultations;

/// <summary>The two votes of a dual consultation as they stand now.</summary>
public sealed class DualVotes(ConsultationDbContext db)
{
    /// <summary>Zone first.</summary>
    public async Task<(DualVote Zone, DualVote Building)> ReadAsync(DualConsultation dual, CancellationToken ct)
    {
        var votes = await ReadAsync([dual], ct);
        return (votes[dual.ZoneMotionId], votes[dual.BuildingMotionId]);
    }

    /// <summary>The votes of many consultations by their motion; a zone's is there once.</summary>
    public Task<Dictionary<Guid, DualVote>> ReadAsync(IReadOnlyList<DualConsultation> duals, CancellationToken ct)
    {
        Guid[] ids = [.. duals.SelectMany(d => (Guid[])[d.ZoneMotionId, d.BuildingMotionId]).Distinct()];
        return (
            from motion in db.Motions.AsNoTracking()
            where ids.Contains(motion.Id)
            from decision in db.Decisions.Where(d => d.MotionId == motion.Id).DefaultIfEmpty()
            select new
            {
                Motion = motion,
                Decision = decision == null ? null : (Publicity.DecisionStatus?)decision.Status,
            })
            .ToDictionaryAsync(v => v.Motion.Id, v => new DualVote(
                v.Motion.Id, v.Motion.Matter, v.Motion.Status, v.Motion.Outcome,
                v.Motion.ClosedAt is { } at ? CivilTime.DayOf(at) : null, v.Decision), ct);
    }

    public async Task<GetDualConsultation.Response> ShowAsync(DualConsultation dual, CancellationToken ct)
    {
        var (zone, building) = await ReadAsync(dual, ct);
        return GetDualConsultation.Response.Of(dual, zone, building);
    }
}
