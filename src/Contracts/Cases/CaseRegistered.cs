namespace CivicPlatform.Contracts.Cases;

/// <summary>A resident's request entered the platform (CASE-02); the aggregate is the case.</summary>
public sealed record CaseRegistered : IIntegrationEvent
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

    /// <summary>12- or 9-digit code of the place.</summary>
    public required string DivisionCode { get; init; }

    /// <summary>How it came in (CASE-01).</summary>
    public required string Channel { get; init; }

    /// <summary>What it is about.</summary>
    public required string MatterCode { get; init; }

    /// <summary>Estate, when the place is in one.</summary>
    public Guid? EstateId { get; init; }
}
