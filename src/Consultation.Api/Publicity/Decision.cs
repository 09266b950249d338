using System.Text.Json.Serialization;
using CivicPlatform.Consultation.Motions;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.Publicity;

/// <summary>Whether a decision is in force (PUB-04).</summary>
public enum DecisionStatus
{
    /// <summary>Decided, publicity not over: starts nothing (EVT-01).</summary>
    [JsonStringEnumMemberName("PENDING")] Pending,

    /// <summary>In force.</summary>
    [JsonStringEnumMemberName("EFFECTIVE")] Effective,

    /// <summary>In force still, but an authority ordered to correct it.</summary>
    [JsonStringEnumMemberName("CORRECTION_ORDERED")] CorrectionOrdered,

    /// <summary>Revoked by the street office or the district authority.</summary>
    [JsonStringEnumMemberName("REVOKED_ADMIN")] RevokedAdmin,

    /// <summary>Revoked by a court.</summary>
    [JsonStringEnumMemberName("REVOKED_COURT")] RevokedCourt,
}

/// <summary>What the owners decided. Exists when a motion passed, in force only after publicity (EVT-01).</summary>
public sealed class Decision : ITenantOwned, IVersioned
{
    private Decision() { }

    public required Guid Id { get; init; }
    public required Guid MotionId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required Guid EstateId { get; init; }
    public Guid? CaseId { get; init; }
    public required Matter Matter { get; init; }
    public DecisionStatus Status { get; private set; } = DecisionStatus.Pending;

    /// <summary>Civil instant of the count.</summary>
    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>Civil day from which it is in force: the day after the last day of publicity.</summary>
    public DateOnly? EffectiveOn { get; private set; }
    public long Version { get; private set; } = 1;

    public static Decision Of(Motion motion, DateTimeOffset now)
    {
        if (!motion.IsDecided) throw new InvalidOperationException("The motion did not pass.");
        return new Decision
        {
            Id = Guid.CreateVersion7(),
            MotionId = motion.Id,
            StreetCode = motion.StreetCode,
            DivisionCode = motion.DivisionCode,
            EstateId = motion.EstateId,
            CaseId = motion.CaseId,
            Matter = motion.Matter,
            DecidedAt = now,
        };
    }

    /// <summary>EVT-01: called at the end of publicity, once.</summary>
    public void TakeEffect(DateOnly effectiveOn)
    {
        if (Status is not DecisionStatus.Pending) throw new InvalidOperationException("In force already.");
        (Status, EffectiveOn) = (DecisionStatus.Effective, effectiveOn);
    }

    /// <summary>PUB-04: what is in force can be corrected or revoked, and what is corrected still be revoked.</summary>
    public Result Revoke(RevocationGround ground)
    {
        var inForce = Status is DecisionStatus.Effective
            || (Status is DecisionStatus.CorrectionOrdered && ground is not RevocationGround.CorrectionOrdered);
        if (!inForce) return PublicityErrors.NotInForce(Status);
        Status = ground switch
        {
            RevocationGround.CorrectionOrdered => DecisionStatus.CorrectionOrdered,
            RevocationGround.RevokedAdmin => DecisionStatus.RevokedAdmin,
            RevocationGround.RevokedCourt => DecisionStatus.RevokedCourt,
            _ => throw new ArgumentOutOfRangeException(nameof(ground)),
        };
        return Result.Success;
    }

    /// <summary>
    /// Last day on which an owner may ask a court to revoke it (PUB-04): one year after publicity ended, and the next
    /// working day where that is a rest day (TIME-01).
    /// </summary>
    public static DateOnly RevocableUntil(DateOnly lastDayOfPublicity)
    {
        var day = lastDayOfPublicity.AddYears(1);
        while (WorkCalendar.China.RestOn(day) is not null) day = day.AddDays(1);
        return day;
    }

    internal sealed class Mapping : IEntityTypeConfiguration<Decision>
    {
        public void Configure(EntityTypeBuilder<Decision> builder) => builder.ToTable("decisions");
    }
}
