using System.Security.Cryptography;
using System.Text.Json;
using CivicPlatform.Consultation.Archives;

namespace CivicPlatform.VoteVerifier;

/// <summary>What an owner was given for his ballot.</summary>
public sealed record Receipt(Guid Id, Guid MotionId, DateTimeOffset ReceivedAt, string Tracker, string Signature)
{
    /// <summary>Throws unless the office signed it and the archive holds its ballot.</summary>
    public static void Check(Archive archive, string json)
    {
        var receipt = JsonSerializer.Deserialize<Receipt>(json, ArchiveText.Json)
            ?? throw new FaultException(0, "the receipt is empty");
        using var key = ECDsa.Create();
        key.ImportFromPem(archive.Header.PublicKey);
        var text = VoteProof.ReceiptText(receipt.MotionId, receipt.Tracker, receipt.ReceivedAt);
        if (receipt.MotionId != archive.Header.MotionId
            || !VoteProof.IsSigned(key, text, Convert.FromBase64String(receipt.Signature)))
        {
            throw new FaultException(0, "the receipt is not of this vote, or the office did not sign it");
        }
        if (archive.Ballots.All(b => b.Ballot.Tracker != receipt.Tracker))
            throw new FaultException(0, $"the ballot of the receipt is not in the archive: {receipt.Tracker}");
    }
}
