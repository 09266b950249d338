namespace CivicPlatform.Notifications.Deliveries;

/// <summary>Refusals of this slice.</summary>
public static class DeliveryErrors
{
    public static readonly Error NotFound = Error.NotFound("deliveries.not_found", "没有这条投递记录。");

    public static readonly Error StillPending =
        Error.Conflict("deliveries.still_pending", "这条消息仍在自动投递中，不能重发。");

    public static readonly Error SubscriptionEnded =
        Error.Conflict("deliveries.subscription_ended", "该订阅已停用，不能重发。");
}
