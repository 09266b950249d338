using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPlatform.Notifications.Subscriptions;

/// <summary>GET /email-subscriptions: who is told, addresses masked, ended ones included.</summary>
public static class ListEmailSubscriptions
{
    public sealed record Item(
        Guid Id, string StreetCode, string MaskedAddress,
        [CodesOf(typeof(SubscriptionRules), nameof(SubscriptionRules.EventTypes))]
        IReadOnlyList<string> EventTypes, DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt,
        [CodesOf(typeof(SubscriptionEnd))] string? DisabledReason, long Version);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/email-subscriptions", GetAsync).WithName("listEmailSubscriptions")
            .Requires(Permissions.EmailRead)
            .WithTags("Subscriptions").WithSummary("List mail subscriptions, newest first (邮件订阅)")
            .WithDescription("Addresses masked, ended ones included; keyset pages by after and limit (1 to 200).");

    private static async Task<Results<Ok<Page<Item>>, ProblemHttpResult>> GetAsync(
        NotificationsDbContext db, SubscriptionVault vault, CancellationToken ct, string? after = null,
        int limit = Page.DefaultLimit)
    {
        if (!Listing.TryRead(after, limit, out var from, out var error)) return error.ToProblem();
        var rows = await db.EmailSubscriptions.AsNoTracking().Where(s => s.Id < from)
            .OrderByDescending(s => s.Id).Take(limit + 1).ToListAsync(ct);
        var items = rows.ConvertAll(s => new Item(
            s.Id, s.StreetCode, vault.MaskedAddressOf(s), s.EventTypes, s.CreatedAt, s.DisabledAt, s.DisabledReason,
            s.Version));
        return TypedResults.Ok(Page.Of(items, limit, i => new Cursor(i.CreatedAt, i.Id)));
    }
}
