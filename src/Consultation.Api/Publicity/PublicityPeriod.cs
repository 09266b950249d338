using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using CivicPlatform.Consultation.Motions;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.Publicity;

/// <summary>Where a publicity period is.</summary>
public enum PublicityStatus
{
    [JsonStringEnumMemberName("RUNNING")] Running,

    /// <summary>Its last day is over.</summary>
    [JsonStringEnumMemberName("ENDED")] Ended,

    /// <summary>Its last day is over; objections hold the decision until they are released (PUB-03).</summary>
    [JsonStringEnumMemberName("BLOCKED")] Blocked,

    /// <summary>Other content was posted: a new period began and this one counts for nothing (PUB-01).</summary>
    [JsonStringEnumMemberName("RESTARTED")] Restarted,
}

/// <summary>The posting (公示) of a motion's result: where, and until when (PUB-01, TIME-01).</summary>
public sealed class PublicityPeriod : ITenantOwned, IVersioned
{
    private PublicityPeriod() { }

    public required Guid Id { get; init; }
    public required Guid MotionId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }

    /// <summary>Civil day of the posting; does not count.</summary>
    public required DateOnly StartsOn { get; init; }

    /// <summary>Belongs to the period to its end.</summary>
    public required DateOnly LastDay { get; init; }

    /// <summary>24:00 of the last day in Asia/Shanghai, as UTC.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>The length as the policy profile states it.</summary>
    public required int Days { get; init; }
    public required PeriodUnit Unit { get; init; }

    /// <summary>Where the notice hangs.</summary>
    public required string[] Places { get; init; }

    /// <summary>SHA-256 of what is posted, the document's when it was given: other content is another period.</summary>
    public required string ContentHash { get; init; }

    /// <summary>SHA-256 of each photo that shows it hanging.</summary>
    public required string[] Evidence { get; init; }

    /// <summary>PUB-03, of the profile when the period began: a later profile does not change what runs.</summary>
    public required ObjectionEffect ObjectionEffect { get; init; }
    public required string StartedBy { get; init; }
    public PublicityStatus Status { get; private set; } = PublicityStatus.Running;
    public long Version { get; private set; } = 1;

    /// <summary>The version that the change under way will have; what its events carry.</summary>
    public long NextVersion => Version + 1;

    public static PublicityPeriod Start(
        Motion motion, PolicyProfile profile, StartPublicity.Request posting, string startedBy, DateTimeOffset now)
    {
        var period = DayPeriod.From(CivilTime.DayOf(now), profile.Publicity, WorkCalendar.China);
        return new PublicityPeriod
        {
            Id = Guid.CreateVersion7(),
            MotionId = motion.Id,
            StreetCode = motion.StreetCode,
            DivisionCode = motion.DivisionCode,
            StartsOn = period.StartDay,
            LastDay = period.LastDay,
            EndsAt = period.EndsAt,
            Days = profile.Publicity.Count,
            Unit = profile.Publicity.Unit,
            Places = [.. posting.Places],
            ContentHash = HashOf(motion, posting),
            Evidence = [.. posting.Evidence ?? []],
            ObjectionEffect = profile.ObjectionEffectOf(Codes.Of(motion.Matter)),
            StartedBy = startedBy,
        };
    }

    /// <summary>True when exactly this hangs already.</summary>
    public bool Shows(Motion motion, StartPublicity.Request posting) =>
        Status is PublicityStatus.Running && ContentHash == HashOf(motion, posting)
        && Places.SequenceEqual(posting.Places);

    /// <summary>Objections are taken inside the period only, by the civil clock (PUB-02).</summary>
    public bool TakesObjections(DateTimeOffset civilNow) => Status is PublicityStatus.Running && civilNow < EndsAt;

    /// <summary>PUB-01: any change of what is posted starts the period again; a blocked one may begin anew.</summary>
    public void Restart() => Status = Status is PublicityStatus.Running or PublicityStatus.Blocked
        ? PublicityStatus.Restarted
        : throw new InvalidOperationException("Over already.");

    /// <summary>Over at 24:00 of the last day, not before; <paramref name="held"/> by objections or not.</summary>
    public void End(DateTimeOffset civilNow, bool held)
    {
        if (Status is not PublicityStatus.Running) throw new InvalidOperationException("Not running.");
        if (civilNow < EndsAt) throw new InvalidOperationException("Too early.");
        Status = held ? PublicityStatus.Blocked : PublicityStatus.Ended;
    }

    /// <summary>Nothing holds the decision any more.</summary>
    public void Release() => Status = Status is PublicityStatus.Blocked
        ? PublicityStatus.Ended
        : throw new InvalidOperationException("Not blocked.");

    // The document itself, or without one the matter, its result and the places.
    private static string HashOf(Motion motion, StartPublicity.Request posting) => posting.ContentHash
        ?? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            string.Join('\n', [motion.Title, $"{motion.Outcome}", .. posting.Places]))));

    internal sealed class Mapping : IEntityTypeConfiguration<PublicityPeriod>
    {
        public void Configure(EntityTypeBuilder<PublicityPeriod> builder) => builder.ToTable("publicity_periods");
    }
}
