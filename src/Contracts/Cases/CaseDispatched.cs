namespace CivicPlatform.Contracts.Cases;

/// <summary>
/// A case was handed to a department, or opened again for it; its clock runs (CASE-10). The aggregate is the case.
/// </summary>
public sealed record CaseDispatched : IIntegrationEvent
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

    /// <summary>What it is about.</summary>
    public required string MatterCode { get; init; }

    /// <summary>Code of the department that leads.</summary>
    public required string Department { get; init; }

    /// <summary>Grade of the time given.</summary>
    public required string Grade { get; init; }

    /// <summary>1 at the first dispatch; every reopening is another.</summary>
    public required int Cycle { get; init; }

    /// <summary>When its time is over (UTC).</summary>
    public required DateTimeOffset DueAt { get; init; }
}
