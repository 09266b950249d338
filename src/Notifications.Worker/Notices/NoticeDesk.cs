using CivicPlatform.Notifications.Deliveries;

namespace CivicPlatform.Notifications.Notices;

/// <summary>Writes the notice of an event, and a delivery for every subscription that asked for it.</summary>
public sealed class NoticeDesk(NotificationsDbContext db, DeliveryGate gate, TimeProvider clock)
{
    /// <summary>One transaction with the inbox row of the event; the caller's consumer commits.</summary>
    public async Task PostAsync(
        IIntegrationEvent told, NoticePlace place, IReadOnlyDictionary<string, string> values, CancellationToken ct)
    {
        var eventType = told.GetType().Name;
        var now = clock.GetUtcNow();
        var notice = Notice.Of(told, place, NoticeTemplate.Load(eventType).Render(values), now);
        db.Notices.Add(notice);

        var webhooks = await db.WebhookSubscriptions
            .Where(s => s.StreetCode == told.StreetCode && s.DisabledAt == null).ToListAsync(ct);
        var mails = await db.EmailSubscriptions
            .Where(s => s.StreetCode == told.StreetCode && s.DisabledAt == null).ToListAsync(ct);
        db.Deliveries.AddRange(webhooks.Where(s => s.Wants(eventType))
            .Select(s => Delivery.Of(notice, Channel.WEBHOOK, s.Id, gate.Refusal(Channel.WEBHOOK), now)));
        db.Deliveries.AddRange(mails.Where(s => s.Wants(eventType))
            .Select(s => Delivery.Of(notice, Channel.EMAIL, s.Id, gate.Refusal(Channel.EMAIL), now)));
        await db.NoteStreetAsync(told.StreetCode, ct);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>The estate's registered name, or 本小区 when its event has not come by yet.</summary>
    public async Task<string> EstateNameAsync(Guid? estateId, CancellationToken ct) =>
        await db.Estates.Where(e => e.Id == estateId).Select(e => e.Name).SingleOrDefaultAsync(ct) ?? "本小区";

    /// <summary>Whether figures of that building may be told, with all buildings of its campaign in view.</summary>
    public async Task<bool> MayShowAsync(Guid campaignId, string building, CancellationToken ct)
    {
        var billed = await db.BilledBuildings.Where(b => b.CampaignId == campaignId).ToListAsync(ct);
        return SmallGroups.MayShow(building, [.. billed.Select(b => (b.Building, b.Households))]);
    }
}
