namespace CivicPlatform.Contracts.Consultation;

/// <summary>
/// An owner wanted to withdraw after the construction lock and was refused (PIPE-02): somebody must answer him. The
/// aggregate is the consent board, which did not change.
/// </summary>
public sealed record ConsentWithdrawalRefused : IIntegrationEvent
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

    /// <summary>12- or 9-digit code of the board's place.</summary>
    public required string DivisionCode { get; init; }

    /// <summary>Estate of the board.</summary>
    public required Guid EstateId { get; init; }

    /// <summary>
    /// The household under a name that only the board's list of households resolves: no unit, no room (EVT-02).
    /// </summary>
    public required Guid HouseholdRef { get; init; }

    /// <summary>Households of the board.</summary>
    public required int Households { get; init; }
}
