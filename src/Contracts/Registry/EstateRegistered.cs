namespace CivicPlatform.Contracts.Registry;

/// <summary>
/// An estate (物业管理区域) entered the register or its totals changed; read models check themselves against it.
/// </summary>
public sealed record EstateRegistered : IIntegrationEvent
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

    /// <summary>12-digit community code.</summary>
    public required string DivisionCode { get; init; }

    /// <summary>Estate name as registered; a place, not a person.</summary>
    public required string Name { get; init; }

    /// <summary>Exclusive parts in the estate after the change.</summary>
    public required int Units { get; init; }

    /// <summary>Sum of their areas in m², two decimals.</summary>
    public required decimal Area { get; init; }
}
