using System.Diagnostics;
using CivicPlatform.Contracts.Notifications;
using CivicPlatform.Notifications.Subscriptions;
using Microsoft.Extensions.Options;

namespace CivicPlatform.Notifications.Deliveries;

/// <summary>One try of one claimed delivery: send outside any transaction, then record in one.</summary>
public sealed class DeliverySender(
    NotificationsDbContext db, IEnumerable<IDeliveryChannel> channels, IOptions<DeliveryOptions> options,
    TimeProvider clock)
{
    public async Task SendAsync(Guid deliveryId, Guid claim, CancellationToken ct)
    {
        var delivery = await db.Deliveries.SingleOrDefaultAsync(d => d.Id == deliveryId && d.Claim == claim, ct);
        if (delivery is null) return; // The claim ran out while it waited in this process.

        var startedAt = clock.GetUtcNow();
        var watch = Stopwatch.StartNew();
        var outcome = delivery.Tries > options.Value.Retry.TriesMax
            ? new SendOutcome(Verdict.Refused, "delivery.sender_lost") // The last try was claimed and never recorded.
            : await TryAsync(delivery, ct);
        await RecordAsync(delivery, outcome, startedAt, (int)watch.ElapsedMilliseconds);
    }

    private async Task<SendOutcome> TryAsync(Delivery delivery, CancellationToken ct)
    {
        var notice = await db.Notices.SingleAsync(n => n.Id == delivery.NoticeId, ct);
        return await channels.Single(c => c.Channel == delivery.Channel).SendAsync(delivery, notice, ct);
    }

    // Not cancellable: what was sent must be recorded, also while the service stops.
    private async Task RecordAsync(Delivery delivery, SendOutcome outcome, DateTimeOffset startedAt, int durationMs)
    {
        var now = clock.GetUtcNow();
        db.DeliveryAttempts.Add(new DeliveryAttempt
        {
            Id = Guid.CreateVersion7(), DeliveryId = delivery.Id, StreetCode = delivery.StreetCode,
            DivisionCode = delivery.DivisionCode, Number = delivery.Tries, StartedAt = startedAt,
            DurationMs = durationMs, Outcome = outcome.Code,
        });
        delivery.Record(outcome, options.Value.Retry, now, Random.Shared.NextDouble());
        if (outcome.Verdict is Verdict.Gone) await EndSubscriptionAsync(delivery, now);
        if (EventOf(delivery, now) is { } settled) db.Outbox.Enqueue(settled);
        await db.SaveChangesAsync(CancellationToken.None); // Its version token loses against a later claim.
    }

    private async Task EndSubscriptionAsync(Delivery delivery, DateTimeOffset now)
    {
        var subscription = await db.WebhookSubscriptions.SingleAsync(s => s.Id == delivery.SubscriptionId);
        subscription.Disable(SubscriptionEnd.Gone, now);
    }

    private static IIntegrationEvent? EventOf(Delivery delivery, DateTimeOffset now) => delivery.State switch
    {
        DeliveryState.CONFIRMED => new DeliveryConfirmed
        {
            AggregateId = delivery.Id, AggregateVersion = delivery.Version + 1, OccurredAt = now,
            StreetCode = delivery.StreetCode, CaseId = delivery.CaseId, NoticeId = delivery.NoticeId,
            Channel = delivery.Channel.ToString(),
        },
        DeliveryState.FAILED => new DeliveryFailed
        {
            AggregateId = delivery.Id, AggregateVersion = delivery.Version + 1, OccurredAt = now,
            StreetCode = delivery.StreetCode, CaseId = delivery.CaseId, NoticeId = delivery.NoticeId,
            Channel = delivery.Channel.ToString(), Reason = delivery.LastOutcome!,
        },
        _ => null,
    };
}
