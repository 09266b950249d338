namespace CivicPlatform.Contracts.Funds;

/// <summary>The contractor of a fund's works was paid (FUND-21); the aggregate is the spend request.</summary>
public sealed record SpendRequestPaid : IIntegrationEvent
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

    /// <summary>The payment.</summary>
    public required Guid PayoutId { get; init; }

    /// <summary>INSTALMENT or RETENTION.</summary>
    public required string Kind { get; init; }

    /// <summary>Yuan.</summary>
    public required decimal Amount { get; init; }

    /// <summary>Σ paid so far, yuan.</summary>
    public required decimal Paid { get; init; }

    /// <summary>What was settled, yuan.</summary>
    public required decimal Settled { get; init; }

    /// <summary>SETTLED, PAID (but for the retention money) or CLOSED.</summary>
    public required string Status { get; init; }
}
