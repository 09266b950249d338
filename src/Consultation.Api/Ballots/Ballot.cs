using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.Ballots;

/// <summary>How a paper came back (VOTE-21).</summary>
public enum Channel
{
    [JsonStringEnumMemberName("PAPER")] Paper,
    [JsonStringEnumMemberName("MEETING")] Meeting,
    [JsonStringEnumMemberName("DOOR_TO_DOOR")] DoorToDoor,

    /// <summary>Filled in with the help of staff.</summary>
    [JsonStringEnumMemberName("ASSISTED")] Assisted,

    /// <summary>Taken over from the city's electronic voting system.</summary>
    [JsonStringEnumMemberName("EXTERNAL_SYSTEM")] ExternalSystem,

    /// <summary>The owner's own click, where the city leaves that free (VOTE-21); never typed in by staff.</summary>
    [JsonStringEnumMemberName("INTERNET")] Internet,
}

/// <summary>One paper that came back. What it says is personal data, opened only for the count (PRIV-14).</summary>
/// <remarks>Written by SQL only (cast_ballot, the import); rows are never changed or deleted.</remarks>
public sealed class Ballot : ITenantOwned
{
    private Ballot() { }

    public required Guid Id { get; init; }
    public required Guid MotionId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required Guid UnitId { get; init; }

    /// <summary>Encrypted; <see cref="ChoiceSeal"/> opens it.</summary>
    public required byte[] Choice { get; init; }

    /// <summary>Keyed hash of place and choice: one answer enters once. Null on a further, equal paper.</summary>
    public byte[]? AnswerKey { get; init; }

    /// <summary>Keyed hash of the whole paper.</summary>
    public required byte[] PaperKey { get; init; }
    public required Channel Channel { get; init; }

    /// <summary>The date on the paper: data, not a deadline.</summary>
    public required DateTimeOffset CastAt { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public required string RecordedBy { get; init; }
    public Guid? ImportId { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<Ballot>
    {
        public void Configure(EntityTypeBuilder<Ballot> builder) => builder.ToTable("ballots");
    }
}

/// <summary>A file of ballots that was taken over whole.</summary>
public sealed class BallotImport : ITenantOwned
{
    internal BallotImport() { } // EF Core and BallotBatch.

    public required Guid Id { get; init; }
    public required Guid MotionId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required byte[] FileHash { get; init; }
    public required int Rows { get; init; }
    public required int Ballots { get; init; }

    /// <summary>Papers that give an answer of the same unit again (VOTE-13: equal answers are one).</summary>
    public required int Repeated { get; init; }
    public required DateTimeOffset ImportedAt { get; init; }
    public required string ImportedBy { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<BallotImport>
    {
        public void Configure(EntityTypeBuilder<BallotImport> builder) => builder.ToTable("ballot_imports");
    }
}
