namespace CivicPlatform.Contracts.Cases;

/// <summary>Nobody works on a case any more; the aggregate is the case.</summary>
public sealed record CaseClosed : IIntegrationEvent
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

    /// <summary>ANSWERED, REDIRECTED, CLOSED, CLOSED_UNRATED or MERGED.</summary>
    public required string Outcome { get; init; }

    /// <summary>Whether the reporter said that it is resolved; null where he was not asked or not reached.</summary>
    public bool? Resolved { get; init; }
}
