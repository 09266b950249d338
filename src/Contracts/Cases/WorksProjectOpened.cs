namespace CivicPlatform.Contracts.Cases;

/// <summary>A works project was opened from a case with its steps and lifts; the aggregate is the project.</summary>
public sealed record WorksProjectOpened : IIntegrationEvent
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

    /// <summary>Step template, such as LIFT_OVERHAUL.</summary>
    public required string TemplateCode { get; init; }

    /// <summary>The lifts it covers.</summary>
    public required IReadOnlyList<ProjectLift> Lifts { get; init; }
}

/// <summary>One lift of a works project (一梯一档, LIFT-01).</summary>
/// <param name="LiftId">Id of the lift's file.</param>
/// <param name="Building">Building code.</param>
/// <param name="LiftNo">Number of the lift within its building.</param>
/// <param name="State">Lift state, such as OUT_OF_SERVICE.</param>
public sealed record ProjectLift(Guid LiftId, string Building, string LiftNo, string State);
