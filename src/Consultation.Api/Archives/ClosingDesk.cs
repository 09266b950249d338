using CivicPlatform.Consultation.Ballots;
using CivicPlatform.Consultation.Motions;
using CivicPlatform.Consultation.Rolls;

namespace CivicPlatform.Consultation.Archives;

/// <summary>Signs roll, ballots and count together when a motion closes, in the same transaction.</summary>
public sealed class ClosingDesk(ConsultationDbContext db, BallotReceipts receipts, ChoiceSeal seal, VoteSigner signer)
{
    private const string TrackersSql =
        "insert into vote_trackers (motion_id, tracker, street_code, division_code) " +
        "select {0}, tracker, {1}, {2} from unnest({3}) as t(tracker)";

    /// <summary>Adds the closing and the public list of trackers.</summary>
    public async Task SignAsync(
        Motion motion, TallyResult result, VotePapers papers, IReadOnlyList<Guid>? delivered, CancellationToken ct)
    {
        var (units, ballots, designated) = papers;
        var places = units.ToDictionary(unit => unit.UnitId);
        var trackers = ballots.Select(ballot => Open(motion.Id, ballot, places).Tracker).ToArray();
        var header = new ArchiveHeader
        {
            Format = ArchiveHeader.CurrentFormat,
            MotionId = motion.Id,
            Title = motion.Title,
            Agenda = motion.Agenda,
            Amount = motion.Amount?.ToString(),
            Matter = Codes.Of(motion.Matter),
            RuleSet = Codes.Of(motion.RuleSet),
            DeliveredUnits = delivered,
            DesignatedBallots = designated.Count == 0 ? null : [.. designated],
            Units = units.Count,
            Ballots = ballots.Count,
            RollHash = VoteProof.RollHash(units.Select(Archived)),
            Root = VoteProof.Root(trackers),
            Tally = ArchiveText.Of(result),
            ClosedAt = motion.ClosedAt!.Value,
            PublicKey = signer.PublicKey,
            Signature = [],
        };
        db.Add(VoteClosing.Of(motion, header with { Signature = signer.Sign(VoteProof.ClosingText(header)) }));
        await db.Database.ExecuteSqlRawAsync(
            TrackersSql, [motion.Id, motion.StreetCode, motion.DivisionCode, trackers], ct);
    }

    /// <summary>True when the roll in the database is not the one that was sealed: nothing is counted on it.</summary>
    public async Task<bool> FindsAnotherRollAsync(Motion motion, IReadOnlyList<RollUnit> units, CancellationToken ct)
    {
        var hash = await db.Rolls.Where(roll => roll.Id == motion.RollId).Select(r => r.ContentHash).SingleAsync(ct);
        // Null: frozen before rolls were sealed.
        return hash is not null && hash != VoteProof.RollHash(units.Select(Archived));
    }

    /// <summary>A stored ballot, opened; call it after the close only.</summary>
    public ArchivedBallot Open(Guid motionId, Ballot ballot, IReadOnlyDictionary<Guid, RollUnit> places) =>
        receipts.Open(motionId, ballot.Id, seal.Paper(ballot, places[ballot.UnitId]));

    internal static ArchivedUnit Archived(RollUnit unit) => new(
        unit.UnitId, unit.Building, unit.Entrance, unit.Room, unit.Area.Hundredths, Codes.Of(unit.SaleStatus),
        unit.OwnerRefs);
}
