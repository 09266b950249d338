using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CivicPlatform.Consultation.Motions;

namespace CivicPlatform.Consultation.Archives;

/// <summary>First line of an archive: what was decided on, by which rule, and what was signed at the close.</summary>
public sealed record ArchiveHeader
{
    /// <summary>The form of this file.</summary>
    public const string CurrentFormat = "civic-vote/1";

    public required string Format { get; init; }
    public required Guid MotionId { get; init; }
    public required string Title { get; init; }

    /// <summary>What was put to the vote, as the notice showed it (VOTE-27); signed with the title.</summary>
    public required IReadOnlyList<AgendaItem> Agenda { get; init; }

    /// <summary>Yuan that the owners voted on, such as 28600.00; signed with the items. Absent without money.</summary>
    public string? Amount { get; init; }

    /// <summary>M1 to M9 or UNANIMOUS.</summary>
    public required string Matter { get; init; }

    /// <summary>CC278 or PRE2021.</summary>
    public required string RuleSet { get; init; }

    /// <summary>Units with proof of delivery; only with the silence rule (VOTE-25).</summary>
    public IReadOnlyList<Guid>? DeliveredUnits { get; init; }

    /// <summary>Papers that owners in conflict have signed for (VOTE-13); absent when there are none.</summary>
    public IReadOnlyList<Guid>? DesignatedBallots { get; init; }
    public required int Units { get; init; }
    public required int Ballots { get; init; }
    public required string RollHash { get; init; }
    public required string Root { get; init; }

    /// <summary>The published count in one line (<see cref="ArchiveText.Of"/>).</summary>
    public required string Tally { get; init; }
    public required DateTimeOffset ClosedAt { get; init; }

    /// <summary>P-256 key as PEM; compare its fingerprint with the one that the office has posted.</summary>
    public required string PublicKey { get; init; }

    /// <summary>ECDSA with SHA-256 of <see cref="VoteProof.ClosingText"/>.</summary>
    public required byte[] Signature { get; init; }
}

/// <summary>One item of an agenda (表决事项), word for word.</summary>
public sealed record AgendaItem(string Title, string Text);

/// <summary>A unit of the roll. Owners are references of the register; no names.</summary>
/// <param name="Area">0.01 m².</param>
public sealed record ArchivedUnit(
    Guid UnitId, string Building, string Entrance, string Room, long Area, string Status, IReadOnlyList<string> Owners);

/// <summary>A paper, opened.</summary>
/// <param name="Salt">Makes the tracker unguessable; 64 hexadecimal digits.</param>
/// <param name="Tracker">As on the receipt.</param>
public sealed record ArchivedBallot(
    Guid BallotId, string Building, string Entrance, string Room, string Choice, string Channel, DateTimeOffset CastAt,
    string Salt, string Tracker = "");

/// <summary>One line of the file: exactly one member is set.</summary>
public sealed record ArchiveLine(
    ArchiveHeader? Motion = null, ArchivedUnit? Unit = null, ArchivedBallot? Ballot = null);

/// <summary>The text forms of an archive.</summary>
public static class ArchiveText
{
    /// <summary>One JSON object a line; members without a value are left out.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // Chinese stays readable; this is no HTML.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false, // Of two choices on one paper, two readers may see two.
    };

    /// <summary>A count in one line: outcome, then every group as area in 0.01 m² / heads.</summary>
    public static string Of(TallyResult result)
    {
        var count = result.Count;
        var strict = result.Strict is { } other ? $" strict=[{Of(other)}]" : "";
        return $"{result.Outcome} quorum={result.QuorumMet} total={Figure(count.Total)} for={Figure(count.For)} " +
            $"against={Figure(count.Against)} abstain={Figure(count.Abstain)} invalid={Figure(count.Invalid)} " +
            $"conflict={Figure(count.Conflict)} silent={Figure(count.Silent)}{strict}";
    }

    private static string Figure(TallyFigure figure) => FormattableString.Invariant($"{figure.Area}/{figure.Heads}");
}
