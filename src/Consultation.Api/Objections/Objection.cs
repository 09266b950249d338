using CivicPlatform.Consultation.Publicity;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.Objections;

/// <summary>
/// What one named owner says against a posted result (异议, PUB-02). It belongs to the period in which it was raised
/// and counts for the motion: posting something else does not make it disappear (decision 0055).
/// </summary>
public sealed class Objection : ITenantOwned, IVersioned
{
    private Objection() { }

    public required Guid Id { get; init; }
    public required Guid PeriodId { get; init; }
    public required Guid MotionId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required Guid UnitId { get; init; }

    /// <summary>A holder of the unit on the roll.</summary>
    public required string OwnerRef { get; init; }
    public required ObjectionReason Reason { get; init; }

    /// <summary>His words; ciphered for this row.</summary>
    public required byte[] Text { get; init; }

    /// <summary>The office's words; ciphered for this row.</summary>
    public byte[]? Answer { get; private set; }
    public ObjectionState State { get; private set; } = ObjectionState.Open;

    /// <summary>Civil instants.</summary>
    public required DateTimeOffset RaisedAt { get; init; }
    public required DateTimeOffset ChangedAt { get; set; }
    public required string RaisedBy { get; init; }
    public long Version { get; private set; } = 1;

    /// <summary>The caller has checked that the period takes objections and that the owner is on the roll.</summary>
    internal static Objection Raise(
        PublicityPeriod period, RaiseObjection.Request request, Func<Guid, byte[]> conceal, string raisedBy,
        DateTimeOffset now)
    {
        var id = Guid.CreateVersion7();
        return new Objection
        {
            Id = id,
            PeriodId = period.Id,
            MotionId = period.MotionId,
            StreetCode = period.StreetCode,
            DivisionCode = period.DivisionCode,
            UnitId = request.UnitId,
            OwnerRef = request.OwnerRef,
            Reason = request.Reason,
            Text = conceal(id),
            RaisedAt = now,
            ChangedAt = now,
            RaisedBy = raisedBy,
        };
    }

    /// <summary>Each must be answered, once.</summary>
    public Result Reply(byte[] answer, DateTimeOffset now)
    {
        if (Move(ObjectionState.Answered, now).Error is { } refusal) return refusal;
        Answer = answer;
        return Result.Success;
    }

    /// <summary>What the owner makes of it. He may give in later, and withdraw at any time, answered or not.</summary>
    public Result Move(ObjectionState to, DateTimeOffset now)
    {
        var allowed = (State, to) switch
        {
            (ObjectionState.Open, ObjectionState.Answered or ObjectionState.Withdrawn) => true,
            (ObjectionState.Answered,
                ObjectionState.Settled or ObjectionState.Maintained or ObjectionState.Withdrawn) => true,
            (ObjectionState.Maintained, ObjectionState.Settled or ObjectionState.Withdrawn) => true,
            _ => false,
        };
        if (!allowed) return ObjectionErrors.WrongState(State);
        (State, ChangedAt) = (to, now);
        return Result.Success;
    }

    internal sealed class Mapping : IEntityTypeConfiguration<Objection>
    {
        public void Configure(EntityTypeBuilder<Objection> builder) => builder.ToTable("objections");
    }
}
