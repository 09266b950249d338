namespace CivicPlatform.Notifications.Deliveries;

/// <summary>What a try means for the delivery.</summary>
public enum Verdict
{
    /// <summary>The receiver has it.</summary>
    Confirmed,

    /// <summary>A relay took it over.</summary>
    Accepted,

    /// <summary>May work later.</summary>
    TryAgain,

    /// <summary>Will never work for this message.</summary>
    Refused,

    /// <summary>The receiver wants nothing more, ever: its subscription ends.</summary>
    Gone,

    /// <summary>The subscription had ended before the try.</summary>
    Unsubscribed,
}

/// <summary>The result of one try.</summary>
/// <param name="Verdict">What follows from it.</param>
/// <param name="Code">Stable, <c>channel.snake_case</c>, for log and event; never a text of the receiver.</param>
/// <param name="RetryAfter">The pause that the receiver asked for.</param>
public sealed record SendOutcome(Verdict Verdict, string Code, TimeSpan? RetryAfter = null);
