namespace CivicPlatform.Contracts.Funds;

/// <summary>
/// Every household has signed who bears what of a new lift (RAISE-23); the aggregate is the cost agreement.
/// </summary>
public sealed record CostAgreementConcluded : IIntegrationEvent
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

    /// <summary>Estate.</summary>
    public required Guid EstateId { get; init; }

    /// <summary>Building code.</summary>
    public required string Building { get; init; }

    /// <summary>Entrance code; null when the whole building shares the lift.</summary>
    public string? Entrance { get; init; }

    /// <summary>Number of the version that was signed.</summary>
    public required int Number { get; init; }

    /// <summary>SHA-256 of the version that was signed.</summary>
    public required string VersionHash { get; init; }

    /// <summary>What the households bear together, yuan.</summary>
    public required decimal NetCost { get; init; }

    /// <summary>Exclusive parts of the building or entrance.</summary>
    public required int Households { get; init; }

    /// <summary>How many of them pay.</summary>
    public required int Payers { get; init; }

    /// <summary>Civil day.</summary>
    public required DateOnly ConcludedOn { get; init; }
}
