namespace CivicPlatform.Contracts.Consultation;

/// <summary>Every owner of an implementation unit has signed (PIPE-01); the aggregate is the consent board.</summary>
public sealed record ConsentComplete : IIntegrationEvent
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
}
