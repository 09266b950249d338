namespace CivicPlatform.Contracts.Registry;

/// <summary>
/// A batch of at most 500 exclusive parts entered the register of the estate named by the aggregate id.
/// </summary>
public sealed record UnitsRegistered : IIntegrationEvent
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

    /// <summary>The parts; each stands alone, batches may arrive in any order.</summary>
    public required IReadOnlyList<RegisteredUnit> Units { get; init; }
}

/// <summary>One exclusive part (专有部分) as the other services need it: codes and owner refs, no person.</summary>
/// <param name="UnitId">Id in the register.</param>
/// <param name="Building">Building code (幢).</param>
/// <param name="Entrance">Entrance code (单元); empty when the building has one only.</param>
/// <param name="Room">Room code (室).</param>
/// <param name="Floor">Floor; negative below ground.</param>
/// <param name="Area">Registered area in m², two decimals (VOTE-10).</param>
/// <param name="Kind">FLAT, SHOP, PARKING or OTHER.</param>
/// <param name="SaleStatus">SOLD, UNSOLD or SOLD_NOT_DELIVERED (VOTE-11).</param>
/// <param name="OwnerRefs">Refs of the registered holders, sorted; the exact set is one owner (VOTE-14).</param>
public sealed record RegisteredUnit(
    Guid UnitId, string Building, string Entrance, string Room, int Floor, decimal Area,
    string Kind, string SaleStatus, IReadOnlyList<string> OwnerRefs);
