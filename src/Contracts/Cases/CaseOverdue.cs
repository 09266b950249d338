namespace CivicPlatform.Contracts.Cases;

/// <summary>A case's time is over and its department has not replied; the aggregate is the case.</summary>
public sealed record CaseOverdue : IIntegrationEvent
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

    /// <summary>The number people use on the phone.</summary>
    public required string Number { get; init; }

    /// <summary>Code of the department that leads.</summary>
    public required string Department { get; init; }

    /// <summary>When its time is over (UTC).</summary>
    public required DateTimeOffset DueAt { get; init; }
}
