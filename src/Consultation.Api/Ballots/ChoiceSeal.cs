using CivicPlatform.Consultation.Motions;
using CivicPlatform.Consultation.Rolls;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Consultation.Ballots;

/// <summary>Encrypts what a ballot says and finds out whether the same answer was given before.</summary>
/// <remarks>One byte is encrypted, never the word: the length of a cipher text would tell FOR from AGAINST.</remarks>
public sealed class ChoiceSeal(FieldCipher cipher)
{
    public byte[] Close(Choice choice, Guid ballotId) => cipher.Encrypt([(byte)choice], ballotId.ToByteArray());

    public Choice Open(Ballot ballot) => (Choice)cipher.Decrypt(ballot.Choice, ballot.Id.ToByteArray())[0];

    /// <summary>A stored ballot as the paper it was; its unit is the roll's.</summary>
    public BallotPaper Paper(Ballot ballot, RollUnit unit) => new(
        new BallotPlace(unit.Building, unit.Entrance, unit.Room), Open(ballot), ballot.Channel, ballot.CastAt);

    /// <summary>The same for the same answer of the same place to the same motion.</summary>
    public byte[] AnswerKey(Guid motionId, BallotPaper paper) => cipher.Hash(Text(motionId, paper));

    /// <summary>The same for the same paper only: its channel and date count too.</summary>
    public byte[] PaperKey(Guid motionId, BallotPaper paper) =>
        cipher.Hash($"{Text(motionId, paper)}\n{paper.Channel}\n{paper.CastAt.UtcTicks}");

    /// <summary>The same for the same agent in the same motion.</summary>
    public byte[] AgentKey(Guid motionId, string agent) => cipher.Hash($"agent\n{motionId}\n{agent.Trim()}");

    /// <summary>Of a file's SHA-256: a short file has few possible contents, a plain hash tells them.</summary>
    public byte[] FileKey(byte[] sha256) => cipher.Hash(Convert.ToHexString(sha256));

    private static string Text(Guid motionId, BallotPaper paper) =>
        $"{motionId}\n{paper.Place.Building}\n{paper.Place.Entrance}\n{paper.Place.Room}\n{paper.Choice}";
}

/// <summary>What stands on a paper.</summary>
/// <param name="Place">The unit it was given out for.</param>
/// <param name="CastAt">The date on the paper, in UTC.</param>
public sealed record BallotPaper(BallotPlace Place, Choice Choice, Channel Channel, DateTimeOffset CastAt);

/// <summary>Where the unit of a ballot is, as printed on the paper.</summary>
/// <param name="Building">Building code (幢).</param>
/// <param name="Entrance">Entrance code (单元); empty when the building has one only.</param>
/// <param name="Room">Room code (室).</param>
public sealed record BallotPlace(string Building, string Entrance, string Room);
