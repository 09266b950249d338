using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPlatform.Notifications.Deliveries;

/// <summary>GET /deliveries: where the messages of a street office stand, newest first.</summary>
public static class ListDeliveries
{
    public sealed record Item(
        Guid Id, Guid NoticeId, Guid SubscriptionId, string StreetCode, Channel Channel, DeliveryState State, int Tries,
        string? LastOutcome, DateTimeOffset? NextTryAt, DateTimeOffset CreatedAt, DateTimeOffset? SettledAt);

    /// <summary>Filters and page of the list.</summary>
    public sealed record Query(
        DeliveryState? State = null, Channel? Channel = null, Guid? NoticeId = null, Guid? SubscriptionId = null,
        string? After = null, int Limit = Page.DefaultLimit);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/deliveries", GetAsync).WithName("listDeliveries")
            .Requires(Permissions.DeliveryRead)
            .WithTags("Deliveries").WithSummary("List deliveries, newest first (送达记录列表)")
            .WithDescription(
                "Filter by state, channel, noticeId and subscriptionId; keyset pages by after and limit (1 to 200). " +
                "SENT means that a mail server took it over, CONFIRMED that the receiver said 2xx (EVT-03).");

    private static async Task<Results<Ok<Page<Item>>, ProblemHttpResult>> GetAsync(
        [AsParameters] Query query, NotificationsDbContext db, CancellationToken ct)
    {
        if (!Listing.TryRead(query.After, query.Limit, out var from, out var error)) return error.ToProblem();
        var rows = await db.Deliveries.AsNoTracking().Where(d => d.Id < from)
            .Where(d => query.State == null || d.State == query.State)
            .Where(d => query.Channel == null || d.Channel == query.Channel)
            .Where(d => query.NoticeId == null || d.NoticeId == query.NoticeId)
            .Where(d => query.SubscriptionId == null || d.SubscriptionId == query.SubscriptionId)
            .OrderByDescending(d => d.Id).Take(query.Limit + 1).Select(d => Describe(d)).ToListAsync(ct);
        return TypedResults.Ok(Page.Of(rows, query.Limit, d => new Cursor(d.CreatedAt, d.Id)));
    }

    internal static Item Describe(Delivery d) => new(
        d.Id, d.NoticeId, d.SubscriptionId, d.StreetCode, d.Channel, d.State, d.Tries, d.LastOutcome,
        d.State is DeliveryState.PENDING ? d.NextTryAt : null, d.CreatedAt, d.SettledAt);
}
