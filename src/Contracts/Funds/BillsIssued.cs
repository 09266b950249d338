namespace CivicPlatform.Contracts.Funds;

/// <summary>The bills of one building were issued (RAISE-02); the aggregate is the campaign.</summary>
public sealed record BillsIssued : IIntegrationEvent
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

    /// <summary>Bills issued.</summary>
    public required int Households { get; init; }

    /// <summary>Sum of the bills in yuan.</summary>
    public required decimal Receivable { get; init; }
}
