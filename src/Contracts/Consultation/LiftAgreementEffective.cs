namespace CivicPlatform.Contracts.Consultation;

/// <summary>
/// A lift may be built (LIFT-04): its agreement is signed, and the decisions of the zone and of the building are both
/// in force. The aggregate is the dual consultation.
/// </summary>
public sealed record LiftAgreementEffective : IIntegrationEvent
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

    /// <summary>Entrance code; null when the whole building has agreed.</summary>
    public string? Entrance { get; init; }

    /// <summary>What the zone decided; may serve other buildings as well.</summary>
    public required Guid ZoneDecisionId { get; init; }

    /// <summary>What the building decided.</summary>
    public required Guid BuildingDecisionId { get; init; }

    /// <summary>Civil date on the agreement.</summary>
    public required DateOnly AgreedOn { get; init; }
}
