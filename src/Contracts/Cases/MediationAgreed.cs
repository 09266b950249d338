namespace CivicPlatform.Contracts.Cases;

/// <summary>A mediated settlement has become effective; the aggregate is the settlement (MED-04).</summary>
public sealed record MediationAgreed : IIntegrationEvent
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

    /// <summary>The mediation in which it was reached.</summary>
    public required Guid MediationId { get; init; }

    /// <summary>Civil day of its effect.</summary>
    public required DateOnly EffectiveOn { get; init; }

    /// <summary>Last day for the joint request to the court (MED-05).</summary>
    public required DateOnly ConfirmBy { get; init; }
}
