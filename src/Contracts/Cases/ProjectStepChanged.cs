namespace CivicPlatform.Contracts.Cases;

/// <summary>A step of a works project moved; the aggregate is the project.</summary>
public sealed record ProjectStepChanged : IIntegrationEvent
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

    /// <summary>Estate of the works.</summary>
    public required Guid EstateId { get; init; }

    /// <summary>The lift whose step moved.</summary>
    public required Guid LiftId { get; init; }

    /// <summary>Building code.</summary>
    public required string Building { get; init; }

    /// <summary>Number of the lift within its building.</summary>
    public required string LiftNo { get; init; }

    /// <summary>The step of the template.</summary>
    public required string StepCode { get; init; }

    /// <summary>
    /// State of the lift after the step: OUT_OF_SERVICE, SCHEDULED, IN_WORKS, ACCEPTANCE or IN_SERVICE of an overhaul;
    /// ESTABLISHED, SIGNED, UNDER_CONSTRUCTION or DELIVERED of a new lift.
    /// </summary>
    public required string LiftState { get; init; }
}
