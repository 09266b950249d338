using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CivicPlatform.Consultation.Archives;

/// <summary>
/// The texts that are hashed and signed, so that a vote can be checked by a program that shares nothing with us but
/// this page (docs/verify-vote.md). Depends on nothing; the stand-alone verifier compiles the same file.
/// </summary>
public static class VoteProof
{
    /// <summary>The tracker of a ballot (选票追踪码): a hash that commits to all that stands on it, 64 digits.</summary>
    /// <remarks>The salt keeps a tracker silent: four choices would be guessed in no time.</remarks>
    public static string Tracker(Guid motionId, ArchivedBallot ballot) => Hash(
        "civic-ballot/1", $"{motionId}", $"{ballot.BallotId}", ballot.Building, ballot.Entrance, ballot.Room,
        ballot.Choice, ballot.Channel, Text(ballot.CastAt), ballot.Salt);

    /// <summary>One hash of all trackers, in whatever order they come.</summary>
    public static string Root(IEnumerable<string> trackers) =>
        Hash(["civic-root/1", .. trackers.Order(StringComparer.Ordinal)]);

    /// <summary>One hash of the roll, in whatever order its units come.</summary>
    public static string RollHash(IEnumerable<ArchivedUnit> units) => Hash(
    [
        "civic-roll/1",
        .. units.Select(unit => Hash(
            [
                "civic-unit/1", $"{unit.UnitId}", unit.Building, unit.Entrance, unit.Room,
                unit.Area.ToString(CultureInfo.InvariantCulture), unit.Status,
                .. unit.Owners.Order(StringComparer.Ordinal),
            ]))
            .Order(StringComparer.Ordinal),
    ]);

    /// <summary>One hash of a motion's title and items in their order: notice, ballots and closing carry it.</summary>
    /// <param name="amount">
    /// Yuan with two decimals where money of the maintenance fund is voted on; the form without is the older one.
    /// </param>
    public static string AgendaHash(string title, IEnumerable<AgendaItem> items, string? amount = null) => Hash(
    [
        .. amount is null ? (string[])["civic-agenda/1", title] : ["civic-agenda/2", title, amount],
        .. items.SelectMany(item => (string[])[item.Title, item.Text]),
    ]);

    /// <summary>What is signed when the voting closes; nothing of it can change afterwards.</summary>
    public static string ClosingText(ArchiveHeader header) => string.Join('\n',
        "civic-closing/1", header.MotionId, AgendaHash(header.Title, header.Agenda, header.Amount), header.Matter,
        header.RuleSet, header.RollHash, header.Root,
        header.Ballots.ToString(CultureInfo.InvariantCulture),
        HashOrDash(header.DeliveredUnits), HashOrDash(header.DesignatedBallots),
        header.Tally, Text(header.ClosedAt));

    /// <summary>What is signed when a ballot is taken (受理回执).</summary>
    public static string ReceiptText(Guid motionId, string tracker, DateTimeOffset acceptedAt) =>
        $"civic-receipt/1\n{motionId}\n{tracker}\n{Text(acceptedAt)}";

    /// <summary>True when the holder of that key signed the text.</summary>
    public static bool IsSigned(ECDsa key, string text, byte[] signature) =>
        key.VerifyData(Encoding.UTF8.GetBytes(text), signature, HashAlgorithmName.SHA256);

    /// <summary>An instant in microseconds, as PostgreSQL keeps it.</summary>
    public static string Text(DateTimeOffset instant) =>
        instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static string HashOrDash(IReadOnlyList<Guid>? ids) =>
        ids is null ? "-" : Hash([.. ids.Select(id => $"{id}").Order(StringComparer.Ordinal)]);

    // Every part carries its length, so that no two lists share a form.
    private static string Hash(params string[] parts)
    {
        var form = new StringBuilder();
        foreach (var part in parts) form.Append(CultureInfo.InvariantCulture, $"{part.Length}:{part};");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(form.ToString())));
    }
}
