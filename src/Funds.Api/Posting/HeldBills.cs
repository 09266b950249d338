using CivicPlatform.Funds.Campaigns;
using CivicPlatform.Funds.Ledger;
using Npgsql;

namespace CivicPlatform.Funds.Posting;

/// <summary>A bill that somebody names by its id, whatever its campaign's status; its book is locked.</summary>
/// <param name="IsOpen">Its campaign still collects.</param>
/// <param name="Holders">Owner refs of the part, sorted; the developer's parts have the developer's.</param>
internal sealed record HeldBill(
    BillRow Row, UnitCode Unit, Guid UnitId, string Debtor, IReadOnlyList<string> Holders, bool IsOpen)
{
    public Book Book => Row.Campaign.Book;

    /// <summary>The same exclusive part, or parts of exactly the same owners; the developer is one household.</summary>
    public bool IsOfHousehold(HeldBill other) => UnitId == other.UnitId || (Debtor == other.Debtor
        && (Debtor == "DEVELOPER" || (Holders.Count > 0 && Holders.SequenceEqual(other.Holders))));
}

/// <summary>Locks the books of bills and reads what a posting needs of them.</summary>
internal static class HeldBills
{
    private const string BooksSql =
        "select distinct c.account_id from bills b join campaigns c on c.id = b.campaign_id where b.id = any($1)";

    private const string BillsSql =
        "select b.id, b.campaign_id, b.building, b.entrance, b.room, b.amount, b.paid, b.credit, b.debtor, " +
        "b.unit_id, c.account_id, c.estate_id, c.case_id, c.trigger_rule, c.events, c.status, a.street_code, " +
        "a.division_code, a.closed_until, t.receivable, t.collected, t.households, t.households_paid, " +
        "t.below_trigger, f.campaign_id is not null, " +
        "coalesce((select array_agg(o order by o) from unnest(h.owner_refs) o), '{}') " +
        "from bills b join campaigns c on c.id = b.campaign_id join bank_accounts a on a.id = c.account_id " +
        "join building_totals t on t.campaign_id = b.campaign_id and t.building = b.building " +
        "left join thresholds f on f.campaign_id = b.campaign_id and f.building = b.building " +
        "left join unit_holders h on h.unit_id = b.unit_id where b.id = any($1)";

    /// <summary>The bills by their ids; one that the caller's offices do not hold is missing.</summary>
    public static async Task<Dictionary<Guid, HeldBill>> TakeAsync(
        FundsDbContext db, IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        var wanted = ids.ToArray();
        var books = await db.RowsAsync(Sql.Command(BooksSql, wanted), r => r.GetGuid(0), ct);
        await db.RunAsync([LedgerSql.LockBooks(books)], ct);
        var campaigns = new Dictionary<Guid, CampaignState>(); // Bills of one campaign share its state.
        var bills = await db.RowsAsync(Sql.Command(BillsSql, wanted), r => Map(r, campaigns), ct);
        return bills.ToDictionary(b => b.Row.Id);
    }

    /// <summary>A posting over one bill.</summary>
    public static PostingBatch Posting(HeldBill bill, LedgerKind from, string why, BillRow? giver = null) => new(
        new Dictionary<Guid, Book> { [bill.Book.Id] = bill.Book },
        new Dictionary<(Guid, UnitCode), BillRow> { [(bill.Book.Id, bill.Unit)] = bill.Row })
    {
        From = from,
        Why = why,
        Giver = giver,
    };

    private static HeldBill Map(NpgsqlDataReader r, Dictionary<Guid, CampaignState> campaigns)
    {
        var (campaignId, building) = (r.GetGuid(1), r.GetString(2));
        if (!campaigns.TryGetValue(campaignId, out var campaign)) campaigns[campaignId] = campaign = Campaign(r);
        campaign.Buildings.TryAdd(building, new BuildingState
        {
            Building = building,
            Totals = new BuildingTotals(r.Money(19), r.Money(20), r.GetInt32(21), r.GetInt32(22)),
            Below = r.GetBoolean(23),
            Fired = r.GetBoolean(24),
        });
        var row = new BillRow
        {
            Id = r.GetGuid(0),
            Building = building,
            Campaign = campaign,
            State = new BillState(r.Money(5), r.Money(6), r.Money(7)),
        };
        return new HeldBill(row, new UnitCode(building, r.GetString(3), r.GetString(4)), r.GetGuid(9), r.GetString(8),
            r.GetFieldValue<string[]>(25), r.GetString(15) == nameof(CampaignStatus.OPEN));
    }

    private static CampaignState Campaign(NpgsqlDataReader r) => new()
    {
        Id = r.GetGuid(1),
        Book = new Book(r.GetGuid(10), r.GetString(16), r.GetString(17)) { ClosedUntil = r.DayOrNull(18) },
        EstateId = r.GetGuid(11),
        CaseId = r.GuidOrNull(12),
        Rule = Enum.Parse<TriggerRule>(r.GetString(13)),
        Events = r.GetInt64(14),
    };
}
