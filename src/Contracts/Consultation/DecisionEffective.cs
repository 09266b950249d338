namespace CivicPlatform.Contracts.Consultation;

/// <summary>
/// The owners' decision took effect: publicity done, nothing blocking (EVT-01). The aggregate is the motion.
/// </summary>
public sealed record DecisionEffective : IIntegrationEvent
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

    /// <summary>The decision.</summary>
    public required Guid DecisionId { get; init; }

    /// <summary>Estate of the roll.</summary>
    public required Guid EstateId { get; init; }

    /// <summary>M1 to M9 or UNANIMOUS.</summary>
    public required string MatterCode { get; init; }

    /// <summary>AREA, BUILDING, ENTRANCE, RISER or CUSTOM.</summary>
    public required string Scope { get; init; }

    /// <summary>Building code, for narrower scopes.</summary>
    public string? Building { get; init; }

    /// <summary>Entrance code, for the scope ENTRANCE.</summary>
    public string? Entrance { get; init; }

    /// <summary>Yuan of the maintenance fund that the owners voted on (M5).</summary>
    public decimal? Amount { get; init; }

    /// <summary>Civil date.</summary>
    public required DateOnly EffectiveOn { get; init; }
}
