using System.Security.Cryptography;
using CivicPlatform.Consultation.Archives;
using CivicPlatform.Consultation.Data;
using CivicPlatform.Consultation.Motions;

namespace CivicPlatform.VoteVerifier;

/// <summary>Checks an archive from its roll to its count; throws at the first fault.</summary>
public sealed class Check(Archive archive)
{
    private readonly ArchiveHeader _header = archive.Header;

    /// <summary>SHA-256 of the public key; the office posts it beside the result.</summary>
    public string Fingerprint { get; private set; } = "";

    /// <summary>The count, made again.</summary>
    public string Tally { get; private set; } = "";

    public void Run()
    {
        CheckUnits();
        CheckBallots();
        CheckSignature();
        Recount();
    }

    /// <summary>Holds the archive against the public list, which names what was removed or added.</summary>
    public void Compare(IReadOnlySet<string> published)
    {
        var added = archive.Ballots.FirstOrDefault(b => !published.Contains(b.Ballot.Tracker));
        if (added.Ballot is not null)
        {
            throw new FaultException(
                added.Line, $"ballot {added.Ballot.BallotId} was added: no such tracker is published");
        }
        var here = archive.Ballots.Select(b => b.Ballot.Tracker).ToHashSet();
        if (published.FirstOrDefault(tracker => !here.Contains(tracker)) is { } missing)
            throw new FaultException(0, $"a ballot was removed: tracker {missing} is published and not in the archive");
    }

    private void CheckUnits()
    {
        if (archive.Units.GroupBy(u => u.Unit.UnitId).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new FaultException(twice.Last().Line, $"unit {twice.Key} stands on the roll twice");
        if (archive.Units.Count != _header.Units
            || VoteProof.RollHash(archive.Units.Select(u => u.Unit)) != _header.RollHash)
        {
            throw new FaultException(0, FormattableString.Invariant(
                $"the roll is not the one that was signed: {archive.Units.Count} units here, {_header.Units} signed"));
        }
    }

    private void CheckBallots()
    {
        var places = archive.Units.Select(u => (u.Unit.Building, u.Unit.Entrance, u.Unit.Room)).ToHashSet();
        var seen = new HashSet<string>();
        foreach (var (line, ballot) in archive.Ballots)
        {
            if (VoteProof.Tracker(_header.MotionId, ballot) != ballot.Tracker)
                throw new FaultException(line, $"ballot {ballot.BallotId} was changed: it does not give its tracker");
            if (!seen.Add(ballot.Tracker))
                throw new FaultException(line, $"ballot {ballot.BallotId} was added: it is here twice");
            if (!places.Contains((ballot.Building, ballot.Entrance, ballot.Room)))
                throw new FaultException(line, $"ballot {ballot.BallotId} was added: its unit is not on the roll");
        }
    }

    private void CheckSignature()
    {
        using var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(_header.PublicKey);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw new FaultException(1, "the public key cannot be read");
        }
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
        if (!VoteProof.IsSigned(key, VoteProof.ClosingText(_header), _header.Signature))
            throw new FaultException(1, "the closing is not signed by this key: the header was changed");
        if (archive.Ballots.Count != _header.Ballots
            || VoteProof.Root(archive.Ballots.Select(b => b.Ballot.Tracker)) != _header.Root)
        {
            throw new FaultException(0, FormattableString.Invariant(
                $"the ballots are not the signed ones: {archive.Ballots.Count} here, {_header.Ballots} signed; ") +
                "give the public list with --trackers to learn which");
        }
    }

    private void Recount()
    {
        var units = archive.Units.ToDictionary(
            u => (u.Unit.Building, u.Unit.Entrance, u.Unit.Room), u => u.Unit.UnitId.ToString());
        var input = new TallyInput(
            Codes.Parse<Matter>(_header.Matter), Codes.Parse<RuleSet>(_header.RuleSet),
            [.. archive.Units.Select(u => new TallyUnit(
                u.Unit.UnitId.ToString(), u.Unit.Area, u.Unit.Owners, Codes.Parse<SaleStatus>(u.Unit.Status)))],
            [.. archive.Ballots.Select(b => new TallyBallot(
                units[(b.Ballot.Building, b.Ballot.Entrance, b.Ballot.Room)], Codes.Parse<Choice>(b.Ballot.Choice),
                _header.DesignatedBallots?.Contains(b.Ballot.BallotId) is true))])
        {
            DeliveredUnits = _header.DeliveredUnits?.Select(unit => unit.ToString()).ToList(),
        };
        Tally = ArchiveText.Of(Consultation.Motions.Tally.Count(input));
        if (Tally != _header.Tally)
            throw new FaultException(1, $"the count is wrong: signed {_header.Tally}, counted {Tally}");
    }
}
