namespace CivicPlatform.Contracts.Consultation;

/// <summary>
/// An owner objected to a posted result (PUB-02); the aggregate is the publicity period. Who and why in words stays
/// in Consultation.
/// </summary>
public sealed record ObjectionRaised : IIntegrationEvent
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

    /// <summary>The motion whose result hangs.</summary>
    public required Guid MotionId { get; init; }

    /// <summary>Estate of the roll.</summary>
    public required Guid EstateId { get; init; }

    /// <summary>VENTILATION, LIGHT, NOISE, FUNDS, POSITION, PROCEDURE or OTHER.</summary>
    public required string Reason { get; init; }

    /// <summary>Objections raised in this period so far, withdrawn ones included.</summary>
    public required int Objections { get; init; }
}
