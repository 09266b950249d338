using CivicPlatform.Notifications.Deliveries;

namespace CivicPlatform.Notifications.Notices;

/// <summary>Writes the notice of an event, and a delivery for every subscription that asked for it.</summary>
public sealed class NoticeDesk(NotificationsDbContext db, DeliveryGate gate, TimeProvider clock)
{
    /// <summary>What an estate is called while its name has not come by.</summary>
    public const string UnknownEstate = "本小区";

    /// <summary>One transaction with the inbox row of the event; the caller's consumer commits.</summary>
    public Task PostAsync(
        IIntegrationEvent told, NoticePlace place, IReadOnlyDictionary<string, string> values, CancellationToken ct) =>
        PostAsync([new Telling(told, place, values)], ct);

    /// <summary>The same for events that arrived together.</summary>
    public async Task PostAsync(IReadOnlyList<Telling> tellings, CancellationToken ct)
    {
        var streets = tellings.Select(t => t.Told.StreetCode).Distinct().ToArray();
        var webhooks = (await db.WebhookSubscriptions.AsNoTracking()
            .Where(s => streets.Contains(s.StreetCode) && s.DisabledAt == null).ToListAsync(ct))
            .ToLookup(s => s.StreetCode);
        var mails = (await db.EmailSubscriptions.AsNoTracking()
            .Where(s => streets.Contains(s.StreetCode) && s.DisabledAt == null).ToListAsync(ct))
            .ToLookup(s => s.StreetCode);
        foreach (var (told, place, values) in tellings)
        {
            var now = clock.GetUtcNow();
            var eventType = told.GetType().Name;
            var notice = Notice.Of(told, place, NoticeTemplate.Load(eventType).Render(values), now);
            db.Notices.Add(notice);
            db.Deliveries.AddRange(webhooks[told.StreetCode].Where(s => s.Wants(eventType))
                .Select(s => Delivery.Of(notice, Channel.WEBHOOK, s.Id, gate.Refusal(Channel.WEBHOOK), now)));
            db.Deliveries.AddRange(mails[told.StreetCode].Where(s => s.Wants(eventType))
                .Select(s => Delivery.Of(notice, Channel.EMAIL, s.Id, gate.Refusal(Channel.EMAIL), now)));
        }
        await db.NoteStreetsAsync([.. streets.Order(StringComparer.Ordinal)], ct); // In one order for every replica.
        await db.SaveChangesAsync(ct);
    }

    /// <summary>The registered names of the estates; one whose event has not come by yet is missing.</summary>
    public Task<Dictionary<Guid, string>> EstateNamesAsync(IReadOnlyCollection<Guid> estateIds, CancellationToken ct) =>
        db.Estates.Where(e => estateIds.Contains(e.Id)).ToDictionaryAsync(e => e.Id, e => e.Name, ct);

    /// <summary>The estate's registered name, or 本小区 when its event has not come by yet.</summary>
    public async Task<string> EstateNameAsync(Guid? estateId, CancellationToken ct) =>
        await db.Estates.Where(e => e.Id == estateId).Select(e => e.Name).SingleOrDefaultAsync(ct) ?? UnknownEstate;

    /// <summary>Whether figures of that building may be told, with all buildings of its campaign in view.</summary>
    public async Task<bool> MayShowAsync(Guid campaignId, string building, CancellationToken ct)
    {
        var billed = await db.BilledBuildings.Where(b => b.CampaignId == campaignId).ToListAsync(ct);
        return SmallGroups.MayShow(building, [.. billed.Select(b => (b.Building, b.Households))]);
    }
}

/// <summary>An event to be told, where it happened, and the values of its template.</summary>
public sealed record Telling(
    IIntegrationEvent Told, NoticePlace Place, IReadOnlyDictionary<string, string> Values);
