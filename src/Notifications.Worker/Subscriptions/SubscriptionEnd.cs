namespace CivicPlatform.Notifications.Subscriptions;

/// <summary>Why a subscription ended.</summary>
public static class SubscriptionEnd
{
    /// <summary>The receiver answered 410.</summary>
    public const string Gone = "GONE";

    /// <summary>A clerk or the subscriber's own system ended it.</summary>
    public const string Requested = "REQUESTED";

    public static readonly IReadOnlyList<string> All = [Gone, Requested];
}
