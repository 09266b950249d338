namespace CivicPlatform.Contracts.Consultation;

/// <summary>Voting on a motion began; the aggregate is the motion.</summary>
public sealed record MotionOpened : IIntegrationEvent
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

    /// <summary>Estate of the roll.</summary>
    public required Guid EstateId { get; init; }

    /// <summary>M1 to M9 or UNANIMOUS (VOTE-02).</summary>
    public required string MatterCode { get; init; }

    /// <summary>AREA, BUILDING, ENTRANCE, RISER or CUSTOM (VOTE-20).</summary>
    public required string Scope { get; init; }

    /// <summary>Building code, for narrower scopes.</summary>
    public string? Building { get; init; }

    /// <summary>When voting ends.</summary>
    public required DateTimeOffset ClosesAt { get; init; }
}
