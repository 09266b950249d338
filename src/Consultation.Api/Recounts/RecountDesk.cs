using System.Globalization;
using System.Security.Cryptography;
using CivicPlatform.Consultation.Archives;
using CivicPlatform.Consultation.Ballots;
using CivicPlatform.Consultation.Motions;
using CivicPlatform.Consultation.Rolls;

namespace CivicPlatform.Consultation.Recounts;

/// <summary>Counts a closed motion again from its roll and papers, and holds everything stored against it.</summary>
/// <remarks>Reads the stored count only to compare: nothing of it goes into the new one. Writes nothing.</remarks>
public sealed class RecountDesk(ConsultationDbContext db, ClosingDesk desk)
{
    private const string AsSealed = "sealed";

    /// <summary>Refused before the close: it would tell the result (PRIV-14).</summary>
    public async Task<Result<(Motion Motion, Recounted Result)>> CountAsync(Guid id, CancellationToken ct)
    {
        var motion = await db.Motions.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct);
        if (motion is null) return MotionErrors.NotFound;
        var stored = await db.Tallies.AsNoTracking().SingleOrDefaultAsync(t => t.MotionId == id, ct);
        if (stored is null) return MotionErrors.WrongStatus(motion.Status);
        var closing = await db.VoteClosings.AsNoTracking().SingleOrDefaultAsync(c => c.MotionId == id, ct);
        var papers = await VotePapers.ReadAsync(db, motion, ct);
        return (motion, Compare(motion, stored, closing, papers));
    }

    private Recounted Compare(Motion motion, TallyRecord stored, VoteClosing? closing, VotePapers papers)
    {
        var differences = new List<Difference>();
        var places = papers.Units.ToDictionary(unit => unit.UnitId);
        var trackers = new List<string>();
        var ballots = new List<TallyBallot>();
        foreach (var ballot in papers.Ballots)
        {
            if (Open(motion, ballot, places, differences) is not { } opened) continue;
            trackers.Add(opened.Tracker);
            ballots.Add(new TallyBallot($"{ballot.UnitId}", Codes.Parse<Choice>(opened.Choice),
                papers.Designated.Contains(ballot.Id)));
        }
        var input = new TallyInput(
            motion.Matter, motion.RuleSet, papers.Units.ConvertAll(unit => unit.ToTally()), ballots)
        {
            DeliveredUnits = closing?.DeliveredUnits?.Select(unit => $"{unit}").ToList(),
        };
        if (closing is not null) differences.AddRange(ProofsOf(motion, closing, papers, trackers));
        if (TallyCheck.FaultsOf(input).FirstOrDefault() is { } fault)
        {
            differences.Add(new Difference("roll", AsSealed, $"{fault.Field} {fault.Code}"));
            return new Recounted(null, ballots.Count, differences);
        }
        var result = Tally.Count(input);
        differences.AddRange(Measures.Between(
            Measures.Of(stored.ToResult(motion.Matter), stored.Ballots), Measures.Of(result, ballots.Count)));
        if (closing is not null && closing.Tally != ArchiveText.Of(result))
            differences.Add(new Difference("closing.tally", closing.Tally, ArchiveText.Of(result)));
        return new Recounted(result, ballots.Count, differences);
    }

    /// <summary>A paper that was changed does not open, one of another roll has no place: both are named.</summary>
    private ArchivedBallot? Open(
        Motion motion, Ballot ballot, Dictionary<Guid, RollUnit> places, List<Difference> differences)
    {
        try
        {
            if (places.ContainsKey(ballot.UnitId)) return desk.Open(motion.Id, ballot, places);
            differences.Add(new Difference($"ballot.{ballot.Id}", AsSealed, "not on the roll"));
        }
        catch (CryptographicException)
        {
            differences.Add(new Difference($"ballot.{ballot.Id}", AsSealed, "unreadable"));
        }
        return null;
    }

    private static IEnumerable<Difference> ProofsOf(
        Motion motion, VoteClosing closing, VotePapers papers, List<string> trackers)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(closing.PublicKey);
        var text = VoteProof.ClosingText(closing.ToHeader(motion, papers.Units.Count));
        return Measures.Between(
            new Dictionary<string, string>
            {
                ["rollHash"] = closing.RollHash,
                ["root"] = closing.Root,
                ["closing.ballots"] = Text(closing.Ballots),
                ["designatedBallots"] = Ids(closing.DesignatedBallots ?? []),
                ["closing.signature"] = "valid",
            },
            new Dictionary<string, string>
            {
                ["rollHash"] = VoteProof.RollHash(papers.Units.Select(ClosingDesk.Archived)),
                ["root"] = VoteProof.Root(trackers),
                ["closing.ballots"] = Text(papers.Ballots.Count),
                ["designatedBallots"] = Ids(papers.Designated),
                ["closing.signature"] = VoteProof.IsSigned(key, text, closing.Signature) ? "valid" : "invalid",
            });
    }

    private static string Ids(IEnumerable<Guid> ids) => string.Join(',', ids.Order());

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
