namespace CivicPlatform.Funds.CostAgreements;

/// <summary>Reads the households of a lift from the register; refuses while its events are on their way.</summary>
internal static class AgreementUnits
{
    /// <summary>Most that share one lift.</summary>
    public const int Max = 1_000;

    private const string KnownSql =
        "select (select count(*)::int from units where street_code = $1 and estate_id = $2), " +
        "coalesce((select units from estates where estate_id = $2), 0)";

    private const string UnitsSql =
        "select u.unit_id, u.building, u.entrance, u.room, u.floor, u.area, h.owner_refs, h.sale_status = 'SOLD' " +
        "from units u join unit_holders h on h.unit_id = u.unit_id where u.street_code = $1 and u.estate_id = $2 " +
        "and u.building = $3 and ($4 = '' or u.entrance = $4) limit $5";

    public static async Task<Result<IReadOnlyList<CostUnit>>> ReadAsync(
        FundsDbContext db, (string Street, Guid Estate) of, (string Building, string Entrance) place,
        CancellationToken ct)
    {
        var known = await db.RowsAsync(
            Sql.Command(KnownSql, of.Street, of.Estate), r => (Here: r.GetInt32(0), Registered: r.GetInt32(1)), ct);
        if (known[0].Here != known[0].Registered)
            return AgreementErrors.RegisterIncomplete(known[0].Here, known[0].Registered);
        var units = await db.RowsAsync(
            Sql.Command(UnitsSql, of.Street, of.Estate, place.Building, place.Entrance, Max + 1),
            r => new CostUnit(r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetInt32(4),
                Area.FromSquareMetres(r.GetDecimal(5)), r.GetFieldValue<string[]>(6), r.GetBoolean(7)), ct);
        return units.Count switch
        {
            0 => AgreementErrors.PlaceEmpty,
            > Max => AgreementErrors.TooManyHouseholds,
            _ => units,
        };
    }
}
