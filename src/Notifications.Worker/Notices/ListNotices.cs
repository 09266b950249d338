using CivicPlatform.Notifications.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPlatform.Notifications.Notices;

/// <summary>GET /notices: what a street office was told, newest first.</summary>
public static class ListNotices
{
    public sealed record Item(
        Guid Id, string StreetCode, string DivisionCode,
        [CodesOf(typeof(SubscriptionRules), nameof(SubscriptionRules.EventTypes))] string EventType, Guid EventId,
        Guid AggregateId,
        Guid? EstateId, Guid? CaseId, string Title, string Body, DateTimeOffset OccurredAt, DateTimeOffset CreatedAt);

    /// <summary>Filters and page of the list.</summary>
    public sealed record Query(
        [CodesOf(typeof(SubscriptionRules), nameof(SubscriptionRules.EventTypes))] string? EventType = null,
        Guid? EstateId = null, Guid? CaseId = null, string? After = null,
        int Limit = Page.DefaultLimit);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/notices", GetAsync).WithName("listNotices")
            .Requires(Permissions.NoticeRead)
            .WithTags("Notices").WithSummary("List what a street office was told, newest first (通知)")
            .WithDescription(
                "Written in Chinese from events, without personal data (EVT-02). Filter by eventType, estateId and " +
                "caseId; keyset pages by after and limit (1 to 200).");

    private static async Task<Results<Ok<Page<Item>>, ProblemHttpResult>> GetAsync(
        [AsParameters] Query query, NotificationsDbContext db, CancellationToken ct)
    {
        if (query.EventType is not null
            && new ShapeCheck().Code(query.EventType, SubscriptionRules.EventTypes).Error is { } malformed)
            return malformed.ToProblem();
        if (!Listing.TryRead(query.After, query.Limit, out var from, out var error)) return error.ToProblem();
        var rows = await db.Notices.AsNoTracking().Where(n => n.Id < from)
            .Where(n => query.EventType == null || n.EventType == query.EventType)
            .Where(n => query.EstateId == null || n.EstateId == query.EstateId)
            .Where(n => query.CaseId == null || n.CaseId == query.CaseId)
            .OrderByDescending(n => n.Id).Take(query.Limit + 1)
            .Select(n => new Item(
                n.Id, n.StreetCode, n.DivisionCode, n.EventType, n.EventId, n.AggregateId, n.EstateId, n.CaseId,
                n.Title, n.Body, n.OccurredAt, n.CreatedAt))
            .ToListAsync(ct);
        return TypedResults.Ok(Page.Of(rows, query.Limit, n => new Cursor(n.CreatedAt, n.Id)));
    }
}
