using CivicPlatform.Funds.Campaigns;
using CivicPlatform.Funds.Ledger;
using Npgsql;

namespace CivicPlatform.Funds.Posting;

/// <summary>Locks the books of a batch and reads what its lines touch, in one round trip.</summary>
internal static class PostingReader
{
    private const string CampaignsSql =
        "select id, account_id, estate_id, case_id, trigger_rule, events from campaigns " +
        "where account_id = any($1) and status = 'OPEN'";

    private const string TotalsSql =
        "select b.campaign_id, b.building, b.receivable, b.collected, b.households, b.households_paid, " +
        "b.below_trigger, t.campaign_id is not null " +
        "from building_totals b join campaigns c on c.id = b.campaign_id and c.status = 'OPEN' " +
        "left join thresholds t on t.campaign_id = b.campaign_id and t.building = b.building " +
        "where c.account_id = any($1)";

    private const string BillsSql =
        "select l.id, l.campaign_id, l.building, l.entrance, l.room, l.amount, l.paid, l.credit " +
        "from (select distinct * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[])) " +
        "as k(book, building, entrance, room) join campaigns c on c.account_id = k.book and c.status = 'OPEN' " +
        "join bills l on l.campaign_id = c.id and l.building = k.building and l.entrance = k.entrance " +
        "and l.room = k.room";

    /// <summary>The commands, in the order in which their results are read.</summary>
    public static IEnumerable<NpgsqlBatchCommand> Commands(
        IReadOnlyCollection<LineToPost> lines, bool skipHeld = false)
    {
        var books = lines.Select(l => l.BookId).Distinct().ToArray();
        var named = lines.Where(l => l.Unit is not null).ToArray();
        yield return LedgerSql.LockBooks(books, skipHeld); // Each later command takes its snapshot after the lock.
        yield return new(CampaignsSql) { Parameters = { new() { Value = books } } };
        yield return new(TotalsSql) { Parameters = { new() { Value = books } } };
        yield return new(BillsSql)
        {
            Parameters =
            {
                new() { Value = named.Select(l => l.BookId).ToArray() },
                new() { Value = named.Select(l => l.Unit!.Value.Building).ToArray() },
                new() { Value = named.Select(l => l.Unit!.Value.Entrance).ToArray() },
                new() { Value = named.Select(l => l.Unit!.Value.Room).ToArray() },
            },
        };
    }

    /// <summary>Reads the results of <see cref="Commands"/>; the reader stands on the first of them.</summary>
    public static Task<PostingBatch> ReadAsync(NpgsqlDataReader reader, CancellationToken ct) =>
        ReadAsync(reader, LedgerKind.BANK, ct);

    /// <summary>The same, for money that comes from another account than the bank.</summary>
    public static async Task<PostingBatch> ReadAsync(NpgsqlDataReader reader, LedgerKind from, CancellationToken ct)
    {
        var books = new Dictionary<Guid, Book>();
        while (await reader.ReadAsync(ct))
        {
            books.Add(reader.GetGuid(0), new Book(reader.GetGuid(0), reader.GetString(1), reader.GetString(2))
            {
                ClosedUntil = reader.DayOrNull(3),
            });
        }

        await reader.NextResultAsync(ct);
        var campaigns = new Dictionary<Guid, CampaignState>();
        while (await reader.ReadAsync(ct))
        {
            if (books.TryGetValue(reader.GetGuid(1), out var book))
                campaigns.Add(reader.GetGuid(0), Campaign(reader, book));
        }

        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            if (campaigns.TryGetValue(reader.GetGuid(0), out var campaign)) AddBuilding(reader, campaign);
        }

        await reader.NextResultAsync(ct);
        var bills = new Dictionary<(Guid, UnitCode), BillRow>();
        while (await reader.ReadAsync(ct))
        {
            if (!campaigns.TryGetValue(reader.GetGuid(1), out var campaign)) continue;
            var unit = new UnitCode(reader.GetString(2), reader.GetString(3), reader.GetString(4));
            bills.Add((campaign.Book.Id, unit), Bill(reader, campaign, unit.Building));
        }

        return new PostingBatch(books, bills) { From = from };
    }

    private static CampaignState Campaign(NpgsqlDataReader reader, Book book) => new()
    {
        Id = reader.GetGuid(0),
        Book = book,
        EstateId = reader.GetGuid(2),
        CaseId = reader.IsDBNull(3) ? null : reader.GetGuid(3),
        Rule = Enum.Parse<TriggerRule>(reader.GetString(4)),
        Events = reader.GetInt64(5),
    };

    private static void AddBuilding(NpgsqlDataReader reader, CampaignState campaign)
    {
        var building = reader.GetString(1);
        var totals = new BuildingTotals(Money.FromYuan(reader.GetDecimal(2)), Money.FromYuan(reader.GetDecimal(3)),
            reader.GetInt32(4), reader.GetInt32(5));
        campaign.Buildings.Add(building, new BuildingState
        {
            Building = building,
            Totals = totals,
            Below = reader.GetBoolean(6),
            Fired = reader.GetBoolean(7),
        });
    }

    private static BillRow Bill(NpgsqlDataReader reader, CampaignState campaign, string building) => new()
    {
        Id = reader.GetGuid(0),
        Building = building,
        Campaign = campaign,
        State = new BillState(Money.FromYuan(reader.GetDecimal(5)), Money.FromYuan(reader.GetDecimal(6)),
            Money.FromYuan(reader.GetDecimal(7))),
    };
}
