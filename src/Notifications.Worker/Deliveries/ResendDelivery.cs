using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPlatform.Notifications.Deliveries;

/// <summary>POST /deliveries/{id}/resend: sends a settled message once more, with the same message id.</summary>
public static class ResendDelivery
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/deliveries/{id:guid}/resend", PostAsync).WithName("resendDelivery")
            .Requires(Permissions.DeliveryResend)
            .WithTags("Deliveries").WithSummary("Send a settled message once more (重新送达)")
            .WithDescription(
                "With the same message id, so that a receiver can tell a repetition; tries start anew. If-Match is " +
                "checked when given (412). No body. 404 deliveries.not_found; 409 deliveries.still_pending, " +
                "deliveries.subscription_ended.");

    private static async Task<Results<Ok<ListDeliveries.Item>, ProblemHttpResult>> PostAsync(
        Guid id, HttpContext http, Handler handler, CancellationToken ct)
    {
        var result = await handler.HandleAsync(id, http, ct);
        return result.Succeeded(out var item, out var error) ? TypedResults.Ok(item) : error.ToProblem();
    }

    public sealed class Handler(NotificationsDbContext db, CurrentUser user, TimeProvider clock)
    {
        public async Task<Result<ListDeliveries.Item>> HandleAsync(Guid id, HttpContext http, CancellationToken ct)
        {
            var delivery = await db.Deliveries.SingleOrDefaultAsync(d => d.Id == id, ct);
            if (delivery is null) return DeliveryErrors.NotFound;
            if (http.CheckIfMatch(delivery.Version) is { } stale) return stale;
            if (!await IsSubscribedAsync(delivery, ct)) return DeliveryErrors.SubscriptionEnded;
            if (delivery.Resend(clock.GetUtcNow()).Error is { } refused) return refused;
            db.Audit.Record(user, user.Audit.Purpose, id, delivery.StreetCode);
            await db.SaveChangesAsync(ct); // The sender loop finds it at its next look.
            return ListDeliveries.Describe(delivery);
        }

        private Task<bool> IsSubscribedAsync(Delivery delivery, CancellationToken ct) =>
            delivery.Channel is Channel.WEBHOOK
                ? db.WebhookSubscriptions.AnyAsync(s => s.Id == delivery.SubscriptionId && s.DisabledAt == null, ct)
                : db.EmailSubscriptions.AnyAsync(s => s.Id == delivery.SubscriptionId && s.DisabledAt == null, ct);
    }
}
