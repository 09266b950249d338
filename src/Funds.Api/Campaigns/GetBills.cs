using System.Text;
using Npgsql;

namespace CivicPlatform.Funds.Campaigns;

/// <summary>
/// GET /campaigns/{id}/bills for fund managers (T3), /bills/mine for an owner (T2), and the paid or unpaid list of
/// one building for its owners (T1). No name stands in any of them (PRIV-11).
/// </summary>
public static class GetBills
{
    private const string ListSql =
        "select id, building, entrance, room, area, debtor, amount, paid, credit from bills where campaign_id = $1 " +
        "and ($2 = '' or building = $2) and ($3 = '' or ($3 = 'PAID') = (paid >= amount)) " +
        "and (building, entrance, room) > ($4, $5, $6) order by building, entrance, room limit $7";

    private const string HouseholdsSql =
        "select entrance, room, paid >= amount from bills where campaign_id = $1 and building = $2";

    private const string OwnedSql =
        "select l.id, l.building, l.entrance, l.room, l.area, l.debtor, l.amount, l.paid, l.credit from bills l " +
        "join unit_holders h on h.unit_id = l.unit_id join campaigns c on c.id = l.campaign_id " +
        "where l.campaign_id = $1 and exists (select 1 from owner_accounts o where o.subject = $2 " +
        "and o.estate_id = c.estate_id and o.owner_ref = any(h.owner_refs)) order by l.building, l.entrance, l.room";

    /// <param name="Status">PAID when the bill is fully covered, else UNPAID.</param>
    public sealed record BillView(
        Guid Id, string Building, string Entrance, string Room, Area Area, string Debtor, Money Amount, Money Paid,
        Money Credit, [CodesOf(typeof(BillStatuses))] string Status);

    /// <summary>T1: a room and whether its bill is covered; nothing else.</summary>
    public sealed record HouseholdView(string Entrance, string Room, bool Paid);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/campaigns/{id:guid}/bills", ListAsync).Requires(Permissions.BillRead)
            .ReadsPersonalData()
            .WithTags("Bills").WithSummary("List the bills of a collection (账单, T3)")
            .WithDescription(
                "By room, without names (PRIV-11). Filter by building and status; keyset pages by after and limit (1 " +
                "to 200). Each answer leaves an audit row.");
        routes.MapGet("/campaigns/{id:guid}/bills/mine", MineAsync).Requires(Permissions.OwnBillRead)
            .ReadsPersonalData()
            .WithTags("Bills").WithSummary("Read the caller's own bills (本人账单, T2)")
            .WithDescription(
                "Of the units that POST /owner-accounts ties to the caller's login; empty when there are none.");
        routes.MapGet("/campaigns/{id:guid}/buildings/{building}/households", HouseholdsAsync)
            .Requires(Permissions.HouseholdRead).ReadsPersonalData()
            .WithTags("Bills").WithSummary("List which households of a building have paid (本楼缴清情况, T1)")
            .WithDescription(
                "Paid or not, nothing else. An owner sees his own building only: 403 campaigns.not_your_building, " +
                "rule PRIV-11. 404 campaigns.building_not_found.");
    }

    private static async Task<Results<Ok<Page<BillView>>, ProblemHttpResult>> ListAsync(
        Guid id, string? building, [CodesOf(typeof(BillStatuses))] string? status, string? after, int? limit,
        FundsDbContext db, CurrentUser user, CancellationToken ct)
    {
        if (status is not null && new ShapeCheck().Code(status, BillStatuses.All).Error is { } malformed)
            return malformed.ToProblem();
        var street = await StreetAsync(id, db, ct);
        if (street is null) return CampaignErrors.NotFound.ToProblem();
        var from = after is null ? ["", "", ""] : Decode(after);
        if (from.Length != 3) return Cursor.Malformed.ToProblem();

        var size = Math.Clamp(limit ?? Page.DefaultLimit, 1, Page.MaxLimit);
        var rows = await db.RowsAsync(
            Sql.Command(ListSql, id, building ?? "", status ?? "", from[0], from[1], from[2], size + 1), Map, ct);
        // What the caller typed is a code only when a building is called so.
        await db.Audit.RecordReadAsync(
            user, (id, street), ct, ("building", rows.Count > 0 ? building : null), ("status", status));
        return TypedResults.Ok(Page.Of(rows, size, Encode));
    }

    private static async Task<Results<Ok<Page<BillView>>, ProblemHttpResult>> MineAsync(
        Guid id, CurrentUser user, FundsDbContext db, CancellationToken ct)
    {
        var street = await StreetAsync(id, db, ct);
        if (street is null) return CampaignErrors.NotFound.ToProblem();
        var bills = await db.RowsAsync(Sql.Command(OwnedSql, id, user.Subject), Map, ct);
        await db.Audit.RecordReadAsync(user, (id, street), ct, ("bills", "OWN"));
        return TypedResults.Ok(new Page<BillView>(bills, null));
    }

    private static async Task<Results<Ok<Page<HouseholdView>>, ProblemHttpResult>> HouseholdsAsync(
        Guid id, string building, CurrentUser user, FundsDbContext db, CancellationToken ct)
    {
        var street = await StreetAsync(id, db, ct);
        if (street is null) return CampaignErrors.NotFound.ToProblem();
        if (user.HasRole(Roles.Owner) && !user.HasRole(Roles.FundManager))
        {
            var own = await db.RowsAsync(Sql.Command(OwnedSql, id, user.Subject), Map, ct);
            if (!own.Exists(b => b.Building == building)) return CampaignErrors.NotYourBuilding.ToProblem();
        }

        var households = await db.RowsAsync(Sql.Command(HouseholdsSql, id, building),
            r => new HouseholdView(r.GetString(0), r.GetString(1), r.GetBoolean(2)), ct);
        if (households.Count == 0) return CampaignErrors.BuildingNotFound.ToProblem();
        await db.Audit.RecordReadAsync(user, (id, street), ct, ("building", building));
        var sorted = households.OrderBy(h => $"{h.Entrance}-{h.Room}", NaturalOrder.Instance).ToArray();
        return TypedResults.Ok(new Page<HouseholdView>(sorted, null));
    }

    private static Task<string?> StreetAsync(Guid id, FundsDbContext db, CancellationToken ct) =>
        db.Campaigns.Where(c => c.Id == id).Select(c => c.StreetCode).SingleOrDefaultAsync(ct);

    private static BillView Map(NpgsqlDataReader r)
    {
        var (amount, paid) = (r.Money(6), r.Money(7));
        return new BillView(r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetString(3),
            Area.FromSquareMetres(r.GetDecimal(4)), r.GetString(5), amount, paid, r.Money(8),
            paid >= amount ? BillStatuses.Paid : BillStatuses.Unpaid);
    }

    private static string Encode(BillView bill) => Convert.ToHexStringLower(
        Encoding.UTF8.GetBytes($"{bill.Building}\n{bill.Entrance}\n{bill.Room}"));

    private static string[] Decode(string after)
    {
        try
        {
            return after.Length <= 400 ? Encoding.UTF8.GetString(Convert.FromHexString(after)).Split('\n') : [];
        }
        catch (FormatException)
        {
            return [];
        }
    }
}
