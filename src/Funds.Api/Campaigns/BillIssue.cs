using Npgsql;

namespace CivicPlatform.Funds.Campaigns;

/// <summary>What one household owes in a campaign.</summary>
/// <param name="Debtor">OWNER, or DEVELOPER for unsold and undelivered units (decisions.md, "Bills").</param>
public sealed record Bill(
    Guid Id, Guid UnitId, string Building, string Entrance, string Room, Area Area, string Debtor, Money Amount);

/// <summary>Draws up one bill per exclusive part of the estate (RAISE-02).</summary>
public static class BillIssue
{
    private const string UnitsSql =
        "select u.unit_id, u.building, u.entrance, u.room, u.area, h.sale_status, e.units from units u " +
        "join unit_holders h on h.unit_id = u.unit_id left join estates e on e.estate_id = u.estate_id " +
        "where u.street_code = $1 and u.estate_id = $2";

    private const string BillsSql =
        "insert into bills (id, campaign_id, street_code, division_code, unit_id, building, entrance, room, area, " +
        "debtor, amount) select id, $2, $3, $4, unit, building, entrance, room, area, debtor, amount " +
        "from unnest($1::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::numeric[], $10::text[], " +
        "$11::numeric[]) as b(id, unit, building, entrance, room, area, debtor, amount)";

    private const string TotalsSql =
        "insert into building_totals (campaign_id, building, receivable, households, households_paid) " +
        "select campaign_id, building, sum(amount), count(*), count(*) filter (where amount = 0) from bills " +
        "where campaign_id = $1 group by campaign_id, building";

    private const string PublicSql =
        "insert into public_campaigns (campaign_id, street_code, estate_id, title, unit_price, status, opened_on) " +
        "values ($1, $2, $3, $4, $5, 'OPEN', $6)";

    /// <summary>Refuses while the register's events are on their way: a missing household would never pay.</summary>
    public static async Task<Result<IReadOnlyList<Bill>>> DrawUpAsync(
        FundsDbContext db, Campaign campaign, CancellationToken ct)
    {
        var registered = 0;
        var bills = await db.RowsAsync(Sql.Command(UnitsSql, campaign.StreetCode, campaign.EstateId), r =>
        {
            registered = r.IsDBNull(6) ? 0 : r.GetInt32(6);
            var area = Area.FromSquareMetres(r.GetDecimal(4));
            return new Bill(Guid.CreateVersion7(), r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetString(3), area,
                r.GetString(5) == "SOLD" ? "OWNER" : "DEVELOPER", BillAmount.Of(area, campaign.UnitPrice!.Value));
        }, ct);
        if (bills.Count == 0) return CampaignErrors.NoUnits;
        if (bills.Count != registered) return CampaignErrors.RegisterIncomplete(bills.Count, registered);
        return bills;
    }

    /// <summary>
    /// Bills, the totals of the buildings and the public face of the campaign. What the few households of a lift signed
    /// has none (PRIV-12).
    /// </summary>
    public static IEnumerable<NpgsqlBatchCommand> Write(Campaign campaign, IReadOnlyList<Bill> bills) =>
    [
        Sql.Command(BillsSql, bills.Select(b => b.Id).ToArray(), campaign.Id, campaign.StreetCode,
            campaign.DivisionCode, bills.Select(b => b.UnitId).ToArray(), bills.Select(b => b.Building).ToArray(),
            bills.Select(b => b.Entrance).ToArray(), bills.Select(b => b.Room).ToArray(),
            bills.Select(b => b.Area.SquareMetres).ToArray(), bills.Select(b => b.Debtor).ToArray(),
            bills.Select(b => b.Amount.Yuan).ToArray()),
        Sql.Command(TotalsSql, campaign.Id),
        .. campaign.UnitPrice is { } price
            ? [Sql.Command(PublicSql, campaign.Id, campaign.StreetCode, campaign.EstateId, campaign.Title, price.Yuan,
                campaign.OpenedOn)]
            : Array.Empty<NpgsqlBatchCommand>(),
    ];
}
