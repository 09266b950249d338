namespace CivicPlatform.Notifications.Subscriptions;

/// <summary>Refusals of this slice.</summary>
public static class SubscriptionErrors
{
    public static readonly Error NotFound = Error.NotFound("subscriptions.not_found", "没有这个订阅。");

    public static readonly Error DivisionNotFound = Error.NotFound("division.not_found", "没有这个街道，或不在您的管辖范围内。");

    public static readonly Error AlreadyThere = Error.Conflict("subscriptions.already_there", "该街道已有相同的订阅。");

    public static readonly Error TooMany =
        Error.Refused("subscriptions.too_many", $"每个街道同一渠道最多 {SubscriptionRules.PerStreetMax} 个订阅。");
}
