namespace CivicPlatform.Contracts.Consultation;

/// <summary>A signed owner withdrew before the lock (PIPE-02); the aggregate is the consent board.</summary>
public sealed record ConsentBroken : IIntegrationEvent
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

    /// <summary>Estate of the board.</summary>
    public required Guid EstateId { get; init; }

    /// <summary>Households of the board.</summary>
    public required int Households { get; init; }

    /// <summary>Households whose owner has signed.</summary>
    public required int Agreed { get; init; }
}
