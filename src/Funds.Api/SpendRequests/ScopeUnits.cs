namespace CivicPlatform.Funds.SpendRequests;

/// <summary>One exclusive part that shares a cost.</summary>
/// <param name="Agreed">Its weight by agreement; null without one.</param>
/// <param name="IsSold">False for unsold and undelivered ones: the developer's (FUND-15).</param>
/// <param name="Deposited">What was paid in for it, as far as is known (FUND-14).</param>
/// <param name="BySeller">How much of that the seller of public housing paid.</param>
public sealed record ScopeUnit(
    Guid UnitId, string Building, string Entrance, string Room, Area Area, bool IsSold, Weight? Agreed,
    Money Deposited, Money BySeller)
{
    /// <summary>Ties of a split go by it (FUND-17).</summary>
    public string Key => $"{Building}-{Entrance}-{Room}";
}

/// <summary>Reads who shares a cost; refuses while the register's events are on their way.</summary>
internal static class ScopeUnits
{
    private const string KnownSql =
        "select (select count(*)::int from units where street_code = $1 and estate_id = $2), " +
        "coalesce((select units from estates where estate_id = $2), 0)";

    private const string UnitsSql =
        "select u.unit_id, u.building, u.entrance, u.room, u.area, h.sale_status = 'SOLD', w.weight, " +
        "coalesce(f.deposited, 0), coalesce(f.by_seller, 0) " +
        "from units u join unit_holders h on h.unit_id = u.unit_id " +
        "left join spend_weights w on w.request_id = $5 and w.unit_id = u.unit_id " +
        "left join unit_funds f on f.unit_id = u.unit_id and f.street_code = u.street_code " + // One fund an estate.
        "where u.street_code = $1 and u.estate_id = $2 and ($3 = '' or u.building = $3) " +
        "and ($4 = '' or u.entrance = $4)";

    /// <param name="requestId">Whose agreed weights; none when empty.</param>
    public static async Task<Result<IReadOnlyList<ScopeUnit>>> ReadAsync(
        FundsDbContext db, (string Street, Guid Estate) of, SpendScope scope, Guid requestId, CancellationToken ct)
    {
        var known = await db.RowsAsync(
            Sql.Command(KnownSql, of.Street, of.Estate), r => (Here: r.GetInt32(0), Registered: r.GetInt32(1)), ct);
        if (known[0].Here != known[0].Registered)
            return SpendErrors.RegisterIncomplete(known[0].Here, known[0].Registered);
        var units = await db.RowsAsync(
            Sql.Command(UnitsSql, of.Street, of.Estate, scope.Building, scope.Entrance, requestId),
            r => new ScopeUnit(r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetString(3),
                Area.FromSquareMetres(r.GetDecimal(4)), r.GetBoolean(5),
                r.IsDBNull(6) ? null : new Weight((long)(r.GetDecimal(6) * 1_000_000m)), r.Money(7), r.Money(8)), ct);
        if (units.Count == 0) return SpendErrors.ScopeEmpty;
        units.Sort((a, b) => NaturalOrder.Instance.Compare(a.Key, b.Key));
        return units;
    }
}
