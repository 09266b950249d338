using System.ComponentModel.DataAnnotations;

namespace CivicPlatform.Notifications.Deliveries;

/// <summary>Section <c>Deliveries:Retry</c>: when a failed delivery is tried again, and when it is given up.</summary>
public sealed class RetrySchedule : IValidatableObject
{
    public const int DelaysMax = 20;

    /// <summary>The schedule of the Standard Webhooks specification: ten tries in about three days.</summary>
    public static readonly IReadOnlyList<TimeSpan> Standard =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2),
        TimeSpan.FromHours(5), TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20),
        TimeSpan.FromHours(24),
    ];

    /// <summary>
    /// Pause after the first, second, … failed try; one more failure than pauses ends it. Empty means
    /// <see cref="Standard"/> (configuration can only add to a list that is not empty).
    /// </summary>
    public IList<TimeSpan> Delays { get; } = [];

    /// <summary>Share of a pause by which it is stretched at random, so that no storm comes together.</summary>
    [Range(0.0, 1.0)]
    public double Jitter { get; set; } = 0.2;

    /// <summary>The longest pause that a receiver may ask for by Retry-After.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan RetryAfterMax { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Tries in all.</summary>
    public int TriesMax => Pauses.Count + 1;

    private IReadOnlyList<TimeSpan> Pauses => Delays.Count == 0 ? Standard : [.. Delays];

    /// <summary>The pause after so many failed tries; null when there is none left.</summary>
    /// <param name="failedTries">From 1.</param>
    /// <param name="retryAfter">What the receiver asked for: never earlier than that, up to the limit.</param>
    /// <param name="chance">From 0 to 1, drawn by the caller.</param>
    public TimeSpan? PauseAfter(int failedTries, TimeSpan? retryAfter, double chance)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(failedTries);
        if (failedTries >= TriesMax) return null;
        var pause = Pauses[failedTries - 1] * (1 + Jitter * chance);
        var asked = retryAfter is { } wanted && wanted > RetryAfterMax ? RetryAfterMax : retryAfter;
        return asked > pause ? asked : pause;
    }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Delays.Count > DelaysMax)
            yield return new ValidationResult($"Deliveries:Retry:Delays takes at most {DelaysMax} pauses.");
        if (Delays.Any(delay => delay <= TimeSpan.Zero || delay > TimeSpan.FromDays(7)))
            yield return new ValidationResult("Deliveries:Retry:Delays: a pause is over 0 and at most 7 days.");
    }
}
