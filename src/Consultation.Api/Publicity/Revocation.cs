using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.Publicity;

/// <summary>What was ordered about a decision, and by what kind of power (PUB-04).</summary>
public enum RevocationGround
{
    /// <summary>The street office or the district authority ordered to correct it (责令改正).</summary>
    [JsonStringEnumMemberName("CORRECTION_ORDERED")] CorrectionOrdered,

    /// <summary>The street office or the district authority revoked it.</summary>
    [JsonStringEnumMemberName("REVOKED_ADMIN")] RevokedAdmin,

    /// <summary>A court revoked it.</summary>
    [JsonStringEnumMemberName("REVOKED_COURT")] RevokedCourt,
}

/// <summary>One order about a decision, with its paper. Appended only, sealed (decision 0070).</summary>
public sealed class Revocation : ITenantOwned
{
    private Revocation() { }

    public required Guid Id { get; init; }
    public required Guid DecisionId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required RevocationGround Ground { get; init; }

    /// <summary>The court or office: an organisation, never a person.</summary>
    public required string Authority { get; init; }

    /// <summary>SHA-256 of the order or judgment.</summary>
    public required string DocumentHash { get; init; }

    /// <summary>Civil day on the paper.</summary>
    public required DateOnly DecidedOn { get; init; }

    /// <summary>Civil instant.</summary>
    public required DateTimeOffset RecordedAt { get; init; }
    public required string RecordedBy { get; init; }

    internal static Revocation Of(
        Decision decision, RevokeDecision.Request order, string recordedBy, DateTimeOffset now) => new()
        {
            Id = Guid.CreateVersion7(),
            DecisionId = decision.Id,
            StreetCode = decision.StreetCode,
            DivisionCode = decision.DivisionCode,
            Ground = order.Ground,
            Authority = order.Authority,
            DocumentHash = order.DocumentHash,
            DecidedOn = order.DecidedOn,
            RecordedAt = now,
            RecordedBy = recordedBy,
        };

    internal sealed class Mapping : IEntityTypeConfiguration<Revocation>
    {
        public void Configure(EntityTypeBuilder<Revocation> builder) => builder.ToTable("decision_revocations");
    }
}
