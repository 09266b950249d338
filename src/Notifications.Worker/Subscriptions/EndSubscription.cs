using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPlatform.Notifications.Subscriptions;

/// <summary>POST /webhook-subscriptions/{id}/end, /email-subscriptions/{id}/end: nothing more goes out.</summary>
public static class EndSubscription
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/webhook-subscriptions/{id:guid}/end", EndWebhookAsync).WithName("endWebhookSubscription")
            .Requires(Permissions.WebhookWrite);
        routes.MapPost("/email-subscriptions/{id:guid}/end", EndEmailAsync).WithName("endEmailSubscription")
            .Requires(Permissions.EmailWrite);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> EndWebhookAsync(
        Guid id, NotificationsDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var found = await db.WebhookSubscriptions.SingleOrDefaultAsync(s => s.Id == id, ct);
        if (found is null) return SubscriptionErrors.NotFound.ToProblem();
        found.Disable(SubscriptionEnd.Requested, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> EndEmailAsync(
        Guid id, NotificationsDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var found = await db.EmailSubscriptions.SingleOrDefaultAsync(s => s.Id == id, ct);
        if (found is null) return SubscriptionErrors.NotFound.ToProblem();
        found.Disable(SubscriptionEnd.Requested, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}
