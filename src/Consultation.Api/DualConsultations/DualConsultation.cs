using System.Text.Json.Serialization;
using CivicPlatform.Consultation.Motions;
using CivicPlatform.Consultation.Publicity;
using CivicPlatform.Consultation.Rolls;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.DualConsultations;

/// <summary>How far the two votes are, taken together (双征询).</summary>
public enum DualStatus
{
    /// <summary>One of them is not counted yet.</summary>
    [JsonStringEnumMemberName("PENDING")] Pending,

    /// <summary>One of them did not pass, or what it decided was revoked.</summary>
    [JsonStringEnumMemberName("FAILED")] Failed,

    /// <summary>Both passed: the lift agreement may be signed.</summary>
    [JsonStringEnumMemberName("PASSED")] Passed,

    /// <summary>The agreement is signed.</summary>
    [JsonStringEnumMemberName("AGREED")] Agreed,
}

/// <summary>Whether works on the lift may go on (LIFT-04).</summary>
public enum LiftWorksState
{
    /// <summary>Both decisions are in force and the agreement is signed.</summary>
    [JsonStringEnumMemberName("CLEARED")] Cleared,

    /// <summary>A decision behind them was revoked.</summary>
    [JsonStringEnumMemberName("REVOKED")] Revoked,
}

/// <summary>
/// Dual consultation (双征询) of a lift: the owners of the zone and the owners of the building vote apart, each with a
/// threshold of its own; one zone vote serves many buildings (LIFT-04).
/// </summary>
/// <remarks>Nothing is counted here. The status is read from the two motions whenever somebody asks.</remarks>
public sealed class DualConsultation : ITenantOwned, IVersioned
{
    private DualConsultation() { }

    public required Guid Id { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required Guid EstateId { get; init; }
    public required Guid ZoneMotionId { get; init; }
    public required Guid BuildingMotionId { get; init; }
    public required string Title { get; init; }

    /// <summary>Civil instant.</summary>
    public required DateTimeOffset OpenedAt { get; init; }
    public required string OpenedBy { get; init; }

    /// <summary>SHA-256 of the agreement that the households signed; null before.</summary>
    public string? AgreementHash { get; private set; }

    /// <summary>Civil day on the agreement.</summary>
    public DateOnly? AgreedOn { get; private set; }

    /// <summary>Null until works may begin; REVOKED once a decision behind them fell.</summary>
    public LiftWorksState? Works { get; private set; }
    public long Version { get; private set; } = 1;

    /// <summary>What events of this change carry.</summary>
    public long NextVersion => Version + 1;

    /// <summary>Refuses motions that are not a zone's and one of its buildings' (LIFT-04).</summary>
    /// <param name="zoneMatter">Matter of the zone vote by the profile: its threshold follows from it.</param>
    public static Result<DualConsultation> Open(
        Motion zone, Motion building, Matter zoneMatter, string title, string openedBy, DateTimeOffset now)
    {
        if (zone.ScopeKind is not ScopeKind.Area || zone.Matter != zoneMatter)
            return DualConsultationErrors.ZoneDoesNotFit(zoneMatter);
        if (building.ScopeKind is not (ScopeKind.Building or ScopeKind.Entrance) || building.Matter is not Matter.M7)
            return DualConsultationErrors.BuildingDoesNotFit;
        if (zone.EstateId != building.EstateId) return DualConsultationErrors.OtherEstate;
        return new DualConsultation
        {
            Id = Guid.CreateVersion7(),
            StreetCode = building.StreetCode,
            DivisionCode = building.DivisionCode,
            EstateId = building.EstateId,
            ZoneMotionId = zone.Id,
            BuildingMotionId = building.Id,
            Title = title,
            OpenedAt = now,
            OpenedBy = openedBy,
        };
    }

    /// <summary>Takes the signed agreement; only once, and only when both electorates are in favour (003-3).</summary>
    public Result Agree(DualVote zone, DualVote building, SignAgreement.Request agreement, DateOnly today)
    {
        if (AgreementHash is not null) return DualConsultationErrors.AgreedAlready;
        if (StatusOf(zone, building) is not DualStatus.Passed)
            return DualConsultationErrors.NotPassed(zone, building);
        var day = agreement.SignedOn;
        if (day > today || day < zone.CountedOn || day < building.CountedOn)
            return DualConsultationErrors.SignedOnOutOfRange;
        (AgreementHash, AgreedOn) = (agreement.DocumentHash, agreement.SignedOn);
        return Result.Success;
    }

    /// <summary>
    /// Lets works begin once the agreement is signed and both decisions are in force (EVT-01), and stops them when one
    /// of them falls. Gives what changed, or null: told again, nothing changes.
    /// </summary>
    public LiftWorksState? Follow(DualVote zone, DualVote building)
    {
        LiftWorksState? next = (Works, AgreementHash) switch
        {
            (null, not null) when zone.IsInForce && building.IsInForce => LiftWorksState.Cleared,
            (LiftWorksState.Cleared, _) when zone.Stands is false || building.Stands is false => LiftWorksState.Revoked,
            _ => null,
        };
        if (next is not null) Works = next;
        return next;
    }

    /// <summary>What both votes say together; a revoked decision is none.</summary>
    public DualStatus StatusOf(DualVote zone, DualVote building) => (zone.Stands, building.Stands) switch
    {
        (false, _) or (_, false) => DualStatus.Failed,
        (true, true) => AgreementHash is null ? DualStatus.Passed : DualStatus.Agreed,
        _ => DualStatus.Pending,
    };

    internal sealed class Mapping : IEntityTypeConfiguration<DualConsultation>
    {
        public void Configure(EntityTypeBuilder<DualConsultation> builder) => builder.ToTable("dual_consultations");
    }
}

/// <summary>One of the two votes as it stands now.</summary>
/// <param name="Outcome">Null before the count.</param>
/// <param name="CountedOn">Civil day of the count; null before.</param>
/// <param name="Decision">Null where nothing was decided.</param>
public sealed record DualVote(
    Guid MotionId, Matter Matter, MotionStatus Status, Outcome? Outcome, DateOnly? CountedOn, DecisionStatus? Decision)
{
    /// <summary>True from the end of publicity on (EVT-01).</summary>
    [JsonIgnore]
    public bool IsInForce => Stands is true
        && Decision is DecisionStatus.Effective or DecisionStatus.CorrectionOrdered;

    /// <summary>True when passed and not revoked, false when not; null while votes are taken.</summary>
    [JsonIgnore]
    public bool? Stands => (Outcome, Decision) switch
    {
        (null, _) => null,
        (Motions.Outcome.Passed, not (DecisionStatus.RevokedAdmin or DecisionStatus.RevokedCourt)) => true,
        (Motions.Outcome.ManualReview, _) => null, // Somebody must look at it; it is neither.
        _ => false,
    };
}
