using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.ConsentBoards;

/// <summary>What was said once, for ever: the proof behind a board. Appended only, sealed (decision 0070).</summary>
public sealed class ConsentEntry : ITenantOwned
{
    private ConsentEntry() { }

    public required Guid Id { get; init; }
    public required Guid BoardId { get; init; }
    public required Guid UnitId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }

    /// <summary>OWNER or OCCUPIER: two records, never one for the other (PIPE-01).</summary>
    public required string Party { get; init; }

    /// <summary>Code of <see cref="ConsentState"/> or of <see cref="AccessState"/>.</summary>
    public required string State { get; init; }
    public required string[] Concerns { get; init; }

    /// <summary>Register's reference of the owner who signed.</summary>
    public string? OwnerRef { get; init; }

    /// <summary>SHA-256 of the signed paper, 64 hexadecimal digits.</summary>
    public string? DocumentHash { get; init; }

    /// <summary>Civil instant.</summary>
    public required DateTimeOffset RecordedAt { get; init; }
    public required string RecordedBy { get; init; }

    internal static ConsentEntry OfOwner(
        ConsentHousehold household, RecordConsent.Request said, string recordedBy, DateTimeOffset now) =>
        Of(household, "OWNER", Codes.Of(said.State), said.DocumentHash, recordedBy, now, said.OwnerRef);

    internal static ConsentEntry OfOccupier(
        ConsentHousehold household, RecordAccess.Request said, string recordedBy, DateTimeOffset now) =>
        Of(household, "OCCUPIER", Codes.Of(said.State), said.DocumentHash, recordedBy, now);

    private static ConsentEntry Of(
        ConsentHousehold household, string party, string state, string? documentHash, string recordedBy,
        DateTimeOffset now, string? ownerRef = null) => new()
        {
            Id = Guid.CreateVersion7(),
            BoardId = household.BoardId,
            UnitId = household.UnitId,
            StreetCode = household.StreetCode,
            DivisionCode = household.DivisionCode,
            Party = party,
            State = state,
            Concerns = party == "OWNER" ? household.Concerns : [],
            OwnerRef = ownerRef,
            DocumentHash = documentHash,
            RecordedAt = now,
            RecordedBy = recordedBy,
        };

    internal sealed class Mapping : IEntityTypeConfiguration<ConsentEntry>
    {
        public void Configure(EntityTypeBuilder<ConsentEntry> builder) => builder.ToTable("consent_entries");
    }
}
