using Npgsql;

namespace CivicPlatform.Funds.Campaigns;

/// <summary>Reads totals of a campaign's buildings; holds no household, so the public page may use it (T0).</summary>
public static class BuildingReader
{
    private const string BuildingsSql =
        "select b.building, b.receivable, b.collected, b.households, b.households_paid, b.advanced, b.repaid, " +
        "b.spent, b.below_trigger, t.bank_serial, t.booked_at, t.collected, t.receivable " +
        "from building_totals b left join thresholds t on t.campaign_id = b.campaign_id and t.building = b.building " +
        "where b.campaign_id = $1";

    /// <summary>The buildings in natural order.</summary>
    public static async Task<List<BuildingView>> ReadAsync(FundsDbContext db, Guid campaignId, CancellationToken ct)
    {
        var buildings = await db.RowsAsync(Sql.Command(BuildingsSql, campaignId), Map, ct);
        buildings.Sort((a, b) => NaturalOrder.Instance.Compare(a.Building, b.Building));
        return buildings;
    }

    /// <summary>Their sum.</summary>
    public static BuildingView Sum(IReadOnlyList<BuildingView> buildings) => BuildingView.Of(null,
        new BuildingTotals(Add(buildings, b => b.Receivable), Add(buildings, b => b.Collected),
            buildings.Sum(b => b.Households), buildings.Sum(b => b.HouseholdsPaid)),
        new BuildingMoney(
            Add(buildings, b => b.Advanced), Add(buildings, b => b.Repaid), Add(buildings, b => b.Spent)));

    private static BuildingView Map(NpgsqlDataReader r)
    {
        var totals = new BuildingTotals(r.Money(1), r.Money(2), r.GetInt32(3), r.GetInt32(4));
        var threshold = r.IsDBNull(9)
            ? null
            : new ThresholdView(r.GetString(9), r.GetFieldValue<DateTimeOffset>(10), r.Money(11), r.Money(12));
        return BuildingView.Of(r.GetString(0), totals, new BuildingMoney(r.Money(5), r.Money(6), r.Money(7))) with
        {
            BelowTrigger = r.GetBoolean(8),
            Threshold = threshold,
            ThresholdReachedOn = threshold is null ? null : CivilTime.DayOf(threshold.BookedAt),
        };
    }

    private static Money Add(IReadOnlyList<BuildingView> buildings, Func<BuildingView, Money> part) =>
        new(buildings.Sum(b => part(b).Fen));
}
