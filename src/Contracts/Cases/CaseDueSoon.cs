namespace CivicPlatform.Contracts.Cases;

/// <summary>A part of a case's time is used up and its department has not replied; the aggregate is the case.</summary>
public sealed record CaseDueSoon : IIntegrationEvent
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

    /// <summary>50 or 80.</summary>
    public required int Percent { get; init; }

    /// <summary>When its time is over (UTC).</summary>
    public required DateTimeOffset DueAt { get; init; }
}
