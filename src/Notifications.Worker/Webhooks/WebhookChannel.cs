using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using CivicPlatform.Notifications.Deliveries;
using CivicPlatform.Notifications.Notices;
using CivicPlatform.Notifications.Subscriptions;
using Microsoft.Extensions.Options;

namespace CivicPlatform.Notifications.Webhooks;

/// <summary>Sends a notice as a signed webhook (Standard Webhooks): 2xx confirms, 410 ends the subscription.</summary>
public sealed class WebhookChannel(
    HttpClient http, NotificationsDbContext db, SubscriptionVault vault, IOptions<WebhookOptions> options,
    TimeProvider clock) : IDeliveryChannel
{
    public Channel Channel => Channel.WEBHOOK;

    public async Task<SendOutcome> SendAsync(Delivery delivery, Notice notice, CancellationToken ct)
    {
        var subscription = await db.WebhookSubscriptions.SingleAsync(s => s.Id == delivery.SubscriptionId, ct);
        if (subscription.DisabledAt is not null) return new SendOutcome(Verdict.Unsubscribed, "subscription.ended");

        using var request = Signed(delivery, notice, subscription);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(options.Value.Timeout);
        try
        {
            using var response = await http.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return Outcome(response);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new SendOutcome(Verdict.TryAgain, "webhook.timeout");
        }
        catch (HttpRequestException e) when (e.InnerException is ReceiverRefusedException)
        {
            return new SendOutcome(Verdict.Refused, "webhook.receiver_refused");
        }
        catch (HttpRequestException)
        {
            return new SendOutcome(Verdict.TryAgain, "webhook.unreachable");
        }
    }

    private HttpRequestMessage Signed(Delivery delivery, Notice notice, WebhookSubscription subscription)
    {
        var body = WebhookBody.Of(notice);
        var id = $"msg_{delivery.Id:N}";
        var now = clock.GetUtcNow();
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var content = new ByteArrayContent(body)
        {
            Headers = { ContentType = new MediaTypeHeaderValue(WebhookBody.ContentType, "utf-8") },
        };
        return new HttpRequestMessage(HttpMethod.Post, subscription.Url)
        {
            Content = content,
            Headers =
            {
                { "webhook-id", id },
                { "webhook-timestamp", timestamp },
                { "webhook-signature", vault.SecretOf(subscription).Sign(id, now, body) },
                { "User-Agent", "CivicPlatform-Webhooks/1" },
            },
        };
    }

    private SendOutcome Outcome(HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode) return new SendOutcome(Verdict.Confirmed, "webhook.confirmed");
        if (response.StatusCode is HttpStatusCode.Gone) return new SendOutcome(Verdict.Gone, "webhook.gone");
        var asked = response.Headers.RetryAfter;
        return new SendOutcome(
            Verdict.TryAgain, $"webhook.status_{(int)response.StatusCode}",
            asked?.Delta ?? (asked?.Date is { } date ? date - clock.GetUtcNow() : null));
    }
}
