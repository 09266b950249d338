using System.Security.Cryptography;
using System.Text;
using CivicPlatform.Contracts.Funds;
using CivicPlatform.Funds.Campaigns;
using Npgsql;

namespace CivicPlatform.Funds.Disclosure;

/// <summary>One closed page.</summary>
public sealed record ClosedPage(string Building, DateOnly Day, int Version, string? Reason, string Hash);

/// <summary>Why a page is closed again, and of which building; all of them when null.</summary>
public sealed record Correction(string? Building, string Reason);

/// <summary>
/// Closes the daily pages of a campaign (RAISE-10): immutable, each chained to the page before. Closing a day twice
/// gives the first pages; a correction is a new version with its reason.
/// </summary>
public sealed class DailyPages(FundsDbContext db, PageReader pages, PageText text, TimeProvider clock)
{
    private const string PreviousSql =
        "select distinct on (building) building, day, version, reason, hash from snapshots where campaign_id = $1 " +
        "order by building, day desc, version desc";

    private const string InsertSql =
        "insert into snapshots (id, campaign_id, building, day, version, reason, content, previous_hash, hash) " +
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

    /// <summary>All pages of that civil day; the caller holds the book's lock: figures of one moment.</summary>
    public async Task<Result<IReadOnlyList<ClosedPage>>> CloseAsync(
        Campaign campaign, DateOnly day, Correction? correction, CancellationToken ct)
    {
        var rows = await db.RowsAsync(Sql.Command(PreviousSql, campaign.Id), r => new Previous(r.GetString(0),
            r.GetFieldValue<DateOnly>(1), r.GetInt32(2), r.TextOrNull(3), r.GetFieldValue<byte[]>(4)), ct);
        if (rows.Exists(p => p.Day > day)) return DisclosureErrors.DayIsPast;

        var previous = rows.ToDictionary(p => p.Building, StringComparer.Ordinal);
        var live = await pages.LiveAsync(campaign.Id, ct);
        if (correction?.Building is { } named && live.All(p => p.Building != named))
            return DisclosureErrors.BuildingNotFound;
        var closed = new List<ClosedPage>(live.Count);
        var writes = new List<NpgsqlBatchCommand>();
        foreach (var page in live)
        {
            var before = previous.GetValueOrDefault(page.Building);
            var corrects = correction is not null && (correction.Building ?? page.Building) == page.Building;
            if (before is not null && before.Day == day && !corrects) closed.Add(before.Closed);
            else closed.Add(Close(campaign, page, new Link(day, before, correction?.Reason), writes));
        }

        if (writes.Count > 0) await db.RunAsync(writes, ct);
        return closed;
    }

    private ClosedPage Close(Campaign campaign, BuildingPage page, Link link, List<NpgsqlBatchCommand> writes)
    {
        var version = link.Before is { } before && before.Day == link.Day ? before.Version + 1 : 1;
        var reason = version > 1 ? link.Reason : null; // The first page of a day corrects nothing.
        var content = text.Write(page);
        var previousHash = link.Before?.Hash ?? [];
        var hash = SHA256.HashData([.. previousHash, .. Encoding.UTF8.GetBytes(content)]);
        writes.Add(Sql.Command(InsertSql, Guid.CreateVersion7(), campaign.Id, page.Building, link.Day, version, reason,
            content, previousHash, hash));
        db.Outbox.Enqueue(new SnapshotClosed
        {
            AggregateId = campaign.Id,
            AggregateVersion = campaign.NextEvent(),
            OccurredAt = clock.GetUtcNow(),
            StreetCode = campaign.StreetCode,
            CaseId = campaign.CaseId,
            EstateId = campaign.EstateId,
            Building = page.Building,
            Day = link.Day,
            Version = version,
            Receivable = page.Receivable.Yuan,
            Collected = page.Collected.Yuan,
            Households = page.Households,
            HouseholdsPaid = page.HouseholdsPaid,
        });
        return new ClosedPage(page.Building, link.Day, version, reason, Convert.ToHexStringLower(hash));
    }

    private sealed record Previous(string Building, DateOnly Day, int Version, string? Reason, byte[] Hash)
    {
        public ClosedPage Closed => new(Building, Day, Version, Reason, Convert.ToHexStringLower(Hash));
    }

    private readonly record struct Link(DateOnly Day, Previous? Before, string? Reason);
}
