namespace CivicPlatform.Contracts.Cases;

/// <summary>A department has done its part and told the reporter; the aggregate is the case.</summary>
public sealed record CaseReplied : IIntegrationEvent
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

    /// <summary>True when its time was over before.</summary>
    public required bool Overdue { get; init; }
}
