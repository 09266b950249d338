using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPlatform.Notifications.Subscriptions;

/// <summary>GET /webhook-subscriptions: who is told, ended ones included; never a secret.</summary>
public static class ListWebhookSubscriptions
{
    public sealed record Item(
        Guid Id, string StreetCode, string Url,
        [CodesOf(typeof(SubscriptionRules), nameof(SubscriptionRules.EventTypes))]
        IReadOnlyList<string> EventTypes, DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt,
        [CodesOf(typeof(SubscriptionEnd))] string? DisabledReason, long Version);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/webhook-subscriptions", GetAsync).WithName("listWebhookSubscriptions")
            .Requires(Permissions.WebhookRead)
            .WithTags("Subscriptions").WithSummary("List webhook subscriptions, newest first (系统推送订阅)")
            .WithDescription("Never a secret, ended ones included; keyset pages by after and limit (1 to 200).");

    private static async Task<Results<Ok<Page<Item>>, ProblemHttpResult>> GetAsync(
        NotificationsDbContext db, CancellationToken ct, string? after = null, int limit = Page.DefaultLimit)
    {
        if (!Listing.TryRead(after, limit, out var from, out var error)) return error.ToProblem();
        var rows = await db.WebhookSubscriptions.AsNoTracking().Where(s => s.Id < from)
            .OrderByDescending(s => s.Id).Take(limit + 1)
            .Select(s => new Item(
                s.Id, s.StreetCode, s.Url, s.EventTypes, s.CreatedAt, s.DisabledAt, s.DisabledReason, s.Version))
            .ToListAsync(ct);
        return TypedResults.Ok(Page.Of(rows, limit, i => new Cursor(i.CreatedAt, i.Id)));
    }
}
