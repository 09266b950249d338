using CivicPlatform.Consultation.Motions;
using CivicPlatform.Consultation.Rolls;

namespace CivicPlatform.Consultation.Ballots;

/// <summary>Everything that a count of a motion reads.</summary>
/// <param name="Designated">Ballots that owners in conflict have signed for (VOTE-13).</param>
public sealed record VotePapers(List<RollUnit> Units, List<Ballot> Ballots, HashSet<Guid> Designated)
{
    public static async Task<VotePapers> ReadAsync(ConsultationDbContext db, Motion motion, CancellationToken ct) =>
        new(
            await db.RollUnits.AsNoTracking().Where(unit => unit.RollId == motion.RollId).ToListAsync(ct),
            await db.Ballots.AsNoTracking().Where(ballot => ballot.MotionId == motion.Id).ToListAsync(ct),
            await db.Designations.Where(d => d.MotionId == motion.Id).Select(d => d.BallotId).ToHashSetAsync(ct));

    /// <summary>The papers as the count sees them.</summary>
    public List<TallyBallot> Open(ChoiceSeal seal) => Ballots.ConvertAll(ballot => new TallyBallot(
        ballot.UnitId.ToString(), seal.Open(ballot), Designated.Contains(ballot.Id)));
}
