using CivicPlatform.Contracts.Funds;
using CivicPlatform.Funds.Campaigns;
using Npgsql;

namespace CivicPlatform.Funds.Disclosure;

/// <summary>One closed page.</summary>
public sealed record ClosedPage(Guid Id, string Building, DateOnly Day, int Version, string? Reason, string Hash);

/// <summary>Why a page is closed again, and of which building; all of them when null.</summary>
public sealed record Correction(string? Building, string Reason);

/// <summary>
/// Closes the daily pages of a campaign (RAISE-10): immutable, each chained to the page before. Closing a day twice
/// gives the first pages; a correction is a new version with its reason.
/// </summary>
public sealed class DailyPages(
    FundsDbContext db, PageReader pages, LineReader lines, PageWriter writer, TimeProvider clock)
{
    private const string PreviousSql =
        "select distinct on (building) building, day, version, reason, hash, id from snapshots " +
        "where campaign_id = $1 order by building, day desc, version desc";

    /// <summary>All pages of that civil day; the caller holds the book's lock: figures of one moment.</summary>
    public async Task<Result<IReadOnlyList<ClosedPage>>> CloseAsync(
        Campaign campaign, DateOnly day, Correction? correction, CancellationToken ct)
    {
        var rows = await db.RowsAsync(Sql.Command(PreviousSql, campaign.Id), r => new ClosedPage(r.GetGuid(5),
            r.GetString(0), r.GetFieldValue<DateOnly>(1), r.GetInt32(2), r.TextOrNull(3),
            Convert.ToHexStringLower(r.GetFieldValue<byte[]>(4))), ct);
        if (rows.Exists(p => p.Day > day)) return DisclosureErrors.DayIsPast;

        var previous = rows.ToDictionary(p => p.Building, StringComparer.Ordinal);
        var live = await pages.LiveAsync(campaign.Id, ct);
        if (correction?.Building is { } named && live.All(p => p.Building != named))
            return DisclosureErrors.BuildingNotFound;
        var due = live.Where(page => IsDue(page, previous.GetValueOrDefault(page.Building), day, correction)).ToArray();
        return due.Length == 0
            ? live.Select(page => previous[page.Building]).ToArray()
            : await WriteAsync(campaign, new Day(day, correction?.Reason, live, due, previous), ct);
    }

    private static bool IsDue(BuildingPage page, ClosedPage? before, DateOnly day, Correction? correction) =>
        before is null || before.Day != day
        || (correction is not null && (correction.Building ?? page.Building) == page.Building);

    private async Task<Result<IReadOnlyList<ClosedPage>>> WriteAsync(Campaign campaign, Day day, CancellationToken ct)
    {
        var lookup = await lines.ReadAsync(campaign.Id, ct);
        var writes = new List<NpgsqlBatchCommand>();
        var closed = new Dictionary<string, ClosedPage>(day.Previous, StringComparer.Ordinal);
        foreach (var page in day.Due)
        {
            var written = writer.Write(campaign, page,
                [.. lookup[page.Building], .. LineReader.OfSpendings(page.Spendings)], day.PlaceOf(page.Building));
            if (!written.Succeeded(out var done, out var refused)) return refused;
            closed[page.Building] = done.Closed;
            writes.AddRange(done.Writes);
            db.Outbox.Enqueue(Told(campaign, page, done.Closed));
        }

        await db.RunAsync(writes, ct);
        return day.Live.Select(page => closed[page.Building]).ToArray();
    }

    private SnapshotClosed Told(Campaign campaign, BuildingPage page, ClosedPage closed) => new()
    {
        AggregateId = campaign.Id,
        AggregateVersion = campaign.NextEvent(),
        OccurredAt = clock.GetUtcNow(),
        StreetCode = campaign.StreetCode,
        CaseId = campaign.CaseId,
        EstateId = campaign.EstateId,
        Building = page.Building,
        Day = closed.Day,
        Version = closed.Version,
        Receivable = page.Receivable.Yuan,
        Collected = page.Collected.Yuan,
        Households = page.Households,
        HouseholdsPaid = page.HouseholdsPaid,
    };

    private sealed record Day(
        DateOnly Date, string? Reason, IReadOnlyList<BuildingPage> Live, IReadOnlyList<BuildingPage> Due,
        IReadOnlyDictionary<string, ClosedPage> Previous)
    {
        /// <summary>The first page of a day corrects nothing, whatever reason was given.</summary>
        public PagePlace PlaceOf(string building)
        {
            var before = Previous.GetValueOrDefault(building);
            var hash = Convert.FromHexString(before?.Hash ?? "");
            return before?.Day == Date
                ? new PagePlace(Date, before!.Version + 1, Reason, hash)
                : new PagePlace(Date, 1, null, hash);
        }
    }
}
