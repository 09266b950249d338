using CivicPlatform.Consultation.Ballots;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Consultation.Archives;

/// <summary>Opens ballots for their trackers, and signs that they were taken.</summary>
public sealed class BallotReceipts(VoteSigner signer, FieldCipher cipher)
{
    /// <summary>What the owner keeps: proof that this paper was taken, silent about what it says.</summary>
    /// <param name="Tracker">Stands in the public list after the close.</param>
    /// <param name="Signature">ECDSA over motion, tracker and instant, base64.</param>
    public sealed record Receipt(string Tracker, string Signature);

    public Receipt Of(Guid motionId, Guid ballotId, BallotPaper paper, DateTimeOffset acceptedAt)
    {
        var tracker = Open(motionId, ballotId, paper).Tracker;
        var signature = signer.Sign(VoteProof.ReceiptText(motionId, tracker, acceptedAt));
        return new Receipt(tracker, Convert.ToBase64String(signature));
    }

    /// <summary>A ballot as an archive shows it.</summary>
    public ArchivedBallot Open(Guid motionId, Guid ballotId, BallotPaper paper)
    {
        var salt = Convert.ToHexStringLower(cipher.Hash($"ballot-salt\n{motionId}\n{ballotId}"));
        var ballot = new ArchivedBallot(ballotId, paper.Place.Building, paper.Place.Entrance, paper.Place.Room,
            Codes.Of(paper.Choice), Codes.Of(paper.Channel), paper.CastAt, salt);
        return ballot with { Tracker = VoteProof.Tracker(motionId, ballot) };
    }
}
