using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPlatform.Notifications.Subscriptions;

/// <summary>POST /webhook-subscriptions/{id}/end, /email-subscriptions/{id}/end: nothing more goes out.</summary>
public static class EndSubscription
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/webhook-subscriptions/{id:guid}/end", EndWebhookAsync).WithName("endWebhookSubscription")
            .Requires(Permissions.WebhookWrite)
            .WithTags("Subscriptions").WithSummary("End a webhook subscription (停用系统推送订阅)")
            .WithDescription(
                "Nothing more goes out, also not what waits. Ended for good; a second call changes nothing. No body. " +
                "404 subscriptions.not_found.");
        routes.MapPost("/email-subscriptions/{id:guid}/end", EndEmailAsync).WithName("endEmailSubscription")
            .Requires(Permissions.EmailWrite)
            .WithTags("Subscriptions").WithSummary("End a mail subscription (停用邮件订阅)")
            .WithDescription(
                "Nothing more goes out, also not what waits. Ended for good; a second call changes nothing. No body. " +
                "404 subscriptions.not_found.");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> EndWebhookAsync(
        Guid id, NotificationsDbContext db, CurrentUser user, TimeProvider clock, CancellationToken ct)
    {
        var found = await db.WebhookSubscriptions.SingleOrDefaultAsync(s => s.Id == id, ct);
        if (found is null) return SubscriptionErrors.NotFound.ToProblem();
        found.Disable(SubscriptionEnd.Requested, clock.GetUtcNow());
        db.Audit.Record(user, user.Audit.Purpose, id, found.StreetCode);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> EndEmailAsync(
        Guid id, NotificationsDbContext db, CurrentUser user, TimeProvider clock, CancellationToken ct)
    {
        var found = await db.EmailSubscriptions.SingleOrDefaultAsync(s => s.Id == id, ct);
        if (found is null) return SubscriptionErrors.NotFound.ToProblem();
        found.Disable(SubscriptionEnd.Requested, clock.GetUtcNow());
        db.Audit.Record(user, user.Audit.Purpose, id, found.StreetCode);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}
