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

    /// <summary>
    /// Owners whose papers contradict each other and who have signed for none of them (VOTE-13), in no order.
    /// </summary>
    public IEnumerable<OwnerConflict> Conflicts(ChoiceSeal seal)
    {
        var papers = Ballots.ToLookup(ballot => ballot.UnitId);
        return from unit in Units
               group unit by TallyOwner.KeyOf(unit.ToTally()) into units
               let own = units.SelectMany(unit => papers[unit.UnitId]).ToList()
               where own.Count > 1 && !own.Exists(ballot => Designated.Contains(ballot.Id))
                   && TallyOwner.Consolidate(own.Select(seal.Open)) is Vote.Conflict
               select new OwnerConflict([.. units], [.. own.OrderBy(b => b.ReceivedAt).ThenBy(b => b.Id)]);
    }

    /// <summary>The papers as the count sees them.</summary>
    public List<TallyBallot> Open(ChoiceSeal seal) => Ballots.ConvertAll(ballot => new TallyBallot(
        ballot.UnitId.ToString(), seal.Open(ballot), Designated.Contains(ballot.Id)));
}

/// <summary>One owner in conflict: all his units, and all his papers in the order in which they came.</summary>
/// <remarks>All of them, invalid ones too: to leave out what made no conflict would tell what it says.</remarks>
public sealed record OwnerConflict(IReadOnlyList<RollUnit> Units, IReadOnlyList<Ballot> Papers);
