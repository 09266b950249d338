namespace CivicPlatform.Contracts.Registry;

/// <summary>A clerk tied a login to an owner of the estate named by the aggregate id.</summary>
public sealed record OwnerAccountLinked : IIntegrationEvent
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

    /// <summary>The login (claim sub).</summary>
    public required string Subject { get; init; }

    /// <summary>Ref of the owner within the estate.</summary>
    public required string OwnerRef { get; init; }
}
