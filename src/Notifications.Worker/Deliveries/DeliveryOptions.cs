using System.ComponentModel.DataAnnotations;

namespace CivicPlatform.Notifications.Deliveries;

/// <summary>Section <c>Deliveries</c>.</summary>
public sealed class DeliveryOptions
{
    /// <summary>Tries under way at once in one replica.</summary>
    [Range(1, 64)]
    public int ParallelMax { get; set; } = 16;

    /// <summary>Pause between two looks at the table when nothing is due.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan Poll { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a claim keeps other senders away; longer than any channel's time-out.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(2);

    [Required]
    public RetrySchedule Retry { get; set; } = new();
}
