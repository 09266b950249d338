using CivicPlatform.Notifications.Webhooks;
using CivicPlatform.ServiceDefaults.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace CivicPlatform.Notifications.Subscriptions;

/// <summary>POST /webhook-subscriptions: a system asks to be told; only this answer shows the secret.</summary>
public static class AddWebhookSubscription
{
    /// <param name="StreetCode">9 digits, inside the caller's divisions.</param>
    /// <param name="Url">https, at most 500 characters, no user name, not a private address.</param>
    /// <param name="EventTypes">Names of events; null means all.</param>
    public sealed record Request(
        string StreetCode, string Url,
        [CodesOf(typeof(SubscriptionRules), nameof(SubscriptionRules.EventTypes))]
        IReadOnlyList<string>? EventTypes = null);

    public sealed record Response(
        Guid Id, string StreetCode, string Url,
        [CodesOf(typeof(SubscriptionRules), nameof(SubscriptionRules.EventTypes))]
        IReadOnlyList<string> EventTypes, string Secret);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/webhook-subscriptions", PostAsync).WithName("addWebhookSubscription")
            .Requires(Permissions.WebhookWrite)
            .WithTags("Subscriptions").WithSummary("Tell a system of an office's events (添加系统推送订阅)")
            .WithDescription(
                "Only this answer shows the secret that signs the messages (Standard Webhooks: webhook-id, " +
                "webhook-timestamp, webhook-signature); the body is a CloudEvents 1.0 event. url is https and " +
                "reachable from the public network. All events when eventTypes is left out. 404 " +
                "division.not_found; 409 subscriptions.already_there; 422 subscriptions.too_many.")
            .WithRequestExample(
                """
                {"streetCode":"110114009","url":"https://example.gov.cn/hooks/civic",
                 "eventTypes":["CaseRegistered","DecisionEffective"]}
                """);

    private static async Task<Results<Created<Response>, ProblemHttpResult>> PostAsync(
        Request request, Handler handler, CancellationToken ct)
    {
        var result = await handler.HandleAsync(request, ct);
        return result.Succeeded(out var response, out var error)
            ? TypedResults.Created($"/api/v1/webhook-subscriptions/{response.Id}", response)
            : error.ToProblem();
    }

    public sealed class Handler(
        NotificationsDbContext db, CurrentUser user, SubscriptionVault vault, IOptions<WebhookOptions> options,
        TimeProvider clock)
    {
        public async Task<Result<Response>> HandleAsync(Request request, CancellationToken ct)
        {
            var shape = SubscriptionRules.Check(request.StreetCode, request.EventTypes)
                .That(ReceiverUrl.IsUsable(request.Url, options.Value), "url", "webhooks.url_refused",
                    "应为可从公网访问的 https 地址，不带用户名和片段，不超过 500 个字符");
            if (shape.Error is { } malformed) return malformed;
            if (!user.Scope.Covers(request.StreetCode)) return SubscriptionErrors.DivisionNotFound;

            var live = db.WebhookSubscriptions.Where(s => s.StreetCode == request.StreetCode && s.DisabledAt == null);
            if (await live.AnyAsync(s => s.Url == request.Url, ct)) return SubscriptionErrors.AlreadyThere;
            if (await live.CountAsync(ct) >= SubscriptionRules.PerStreetMax) return SubscriptionErrors.TooMany;

            var (id, secret) = (Guid.CreateVersion7(), WebhookSecret.New());
            db.WebhookSubscriptions.Add(new WebhookSubscription
            {
                Id = id, StreetCode = request.StreetCode, DivisionCode = request.StreetCode, Url = request.Url,
                Secret = vault.Seal(secret.Reveal(), id), EventTypes = SubscriptionRules.OrAll(request.EventTypes),
                CreatedAt = clock.GetUtcNow(),
            });
            db.Audit.Record(user, user.Audit.Purpose, id, request.StreetCode);
            await db.NoteStreetsAsync([request.StreetCode], ct);
            await db.SaveChangesAsync(ct);
            return new Response(
                id, request.StreetCode, request.Url, SubscriptionRules.OrAll(request.EventTypes), secret.Reveal());
        }
    }
}
