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

    /// <summary>SHA-256 of what is posted: other content is another period.</summary>
    public required string ContentHash { get; init; }
    public required string StartedBy { get; init; }
    public PublicityStatus Status { get; private set; } = PublicityStatus.Running;
    public long Version { get; private set; } = 1;

    public static PublicityPeriod Start(
        Motion motion, PolicyProfile profile, IReadOnlyList<string> places, string startedBy, DateTimeOffset now)
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
            Places = [.. places],
            ContentHash = HashOf(motion, places),
            StartedBy = startedBy,
        };
    }

    /// <summary>Of the matter, its result and the places: all that hangs there.</summary>
    public static string HashOf(Motion motion, IEnumerable<string> places) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Join('\n', [motion.Title, $"{motion.Outcome}", .. places]))));

    /// <summary>PUB-01: any change of what is posted starts the period again.</summary>
    public void Restart() => Status = Status is PublicityStatus.Running
        ? PublicityStatus.Restarted
        : throw new InvalidOperationException("Not running.");

    /// <summary>Over at 24:00 of the last day, not before.</summary>
    public void End(DateTimeOffset civilNow)
    {
        if (Status is not PublicityStatus.Running) throw new InvalidOperationException("Not running.");
        if (civilNow < EndsAt) throw new InvalidOperationException("Too early.");
        Status = PublicityStatus.Ended;
    }

    internal sealed class Mapping : IEntityTypeConfiguration<PublicityPeriod>
    {
        public void Configure(EntityTypeBuilder<PublicityPeriod> builder) => builder.ToTable("publicity_periods");
    }
}
