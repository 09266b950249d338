namespace CivicPlatform.Contracts.Consultation;

/// <summary>
/// One of the two decisions behind a lift was revoked after works could begin (LIFT-04): open steps freeze, nothing
/// done is undone. The aggregate is the dual consultation.
/// </summary>
public sealed record LiftAgreementRevoked : IIntegrationEvent
{
    /// <inheritdoc />
    public Guid EventId { get; init; } = Guid.CreateVersion7();

    /// <inheritdoc />
    public required Guid AggregateId { get; init; }

    /// <inheritdoc />
    public required long AggregateVersion { get; init; }

    /// <inheritdoc />
    public required DateTimeOffset OccurredAt { get; init; }

    /// <inheritdoc />
    public required string StreetCode { get; init; }

    /// <inheritdoc />
    public Guid? CaseId { get; init; }

    /// <summary>Estate of both votes.</summary>
    public required Guid EstateId { get; init; }

    /// <summary>Building code.</summary>
    public required string Building { get; init; }

    /// <summary>Entrance code; null when the whole building had agreed.</summary>
    public string? Entrance { get; init; }

    /// <summary>The decision that fell.</summary>
    public required Guid DecisionId { get; init; }

    /// <summary>REVOKED_ADMIN or REVOKED_COURT.</summary>
    public required string Ground { get; init; }
}
