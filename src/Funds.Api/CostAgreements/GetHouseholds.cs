using CivicPlatform.Funds.Calculators;

namespace CivicPlatform.Funds.CostAgreements;

/// <summary>GET /cost-agreements/{id}/households: what each household bears; an owner sees his own (T2).</summary>
public static class GetHouseholds
{
    private const string LinesSql =
        "select l.unit_id, l.building, l.entrance, l.room, l.floor, l.area, l.weight, l.participation, l.extra, " +
        "l.share, l.pays, s.signed_on, coalesce(b.paid, 0), coalesce(b.paid >= b.amount, false), j.joined_on " +
        "from cost_versions v join cost_lines l on l.version_id = v.id " +
        "left join cost_signatures s on s.version_id = v.id and s.unit_id = l.unit_id " +
        "left join campaigns c on c.agreement_id = v.agreement_id " +
        "left join bills b on b.campaign_id = c.id and b.unit_id = l.unit_id " +
        "left join late_joins j on j.agreement_id = v.agreement_id and j.unit_id = l.unit_id " +
        "where v.agreement_id = $1 and v.number = $2 and ($3 = '' or exists (select 1 from unit_holders h " +
        "join owner_accounts o on o.estate_id = h.estate_id and o.owner_ref = any(h.owner_refs) " +
        "where h.unit_id = l.unit_id and o.subject = $3))";

    /// <param name="Weight">Of its floor, times the area where agreed.</param>
    /// <param name="Share">Had all paid: what joining later costs (RAISE-24).</param>
    /// <param name="SignedOn">Null while it has not signed this version.</param>
    /// <param name="Paid">On its bill, whatever others paid later taken off (RAISE-24).</param>
    /// <param name="CardDue">It bears its part in full: the lift card is to be issued.</param>
    /// <param name="JoinedOn">When it joined that did not pay at first.</param>
    public sealed record Line(
        Guid UnitId, string Building, string Entrance, string Room, int Floor, Area Area, string Weight,
        Participation Participation, Money Extra, Money Share, Money Pays, DateOnly? SignedOn,
        Money Paid, bool CardDue, DateOnly? JoinedOn)
    {
        internal string Key => $"{Building}-{Entrance}-{Room}";
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/cost-agreements/{id:guid}/households", GetAsync).Requires(Permissions.CostShareRead)
            .ReadsPersonalData()
            .WithTags("Cost agreements").WithSummary("Read what each household bears of a lift (各户分摊)")
            .WithDescription(
                "Of the current version, or of the one that version names; no name (PRIV-11). An owner sees his own " +
                "units only (T2). Keyset pages by after and limit (1 to 200), in the order of the rooms. Each answer " +
                "leaves an audit row. 404 cost_agreements.not_found, version_not_found.");

    private static async Task<Results<Ok<Page<Line>>, ProblemHttpResult>> GetAsync(
        Guid id, FundsDbContext db, CurrentUser user, CancellationToken ct, int? version = null, string? after = null,
        int limit = Page.DefaultLimit)
    {
        var agreement = await db.CostAgreements.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct);
        if (agreement is null) return AgreementErrors.NotFound.ToProblem();
        var number = version ?? agreement.CurrentVersion;
        if (number < 1 || number > agreement.CurrentVersion) return AgreementErrors.VersionNotFound.ToProblem();
        var last = after is null ? null : TextCursor.Decode(after);
        if (after is not null && last is null) return Cursor.Malformed.ToProblem();

        var staff = Permissions.CostShareRead.Roles.Any(role => role != Roles.Owner && user.HasRole(role));
        var lines = await db.RowsAsync(Sql.Command(LinesSql, id, number, staff ? "" : user.Subject), Read, ct);
        lines.Sort((a, b) => NaturalOrder.Instance.Compare(a.Key, b.Key)); // One lift: bounded by its households.
        var size = Math.Clamp(limit, 1, Page.MaxLimit);
        Line[] page = [.. lines.SkipWhile(l => last is not null
            && NaturalOrder.Instance.Compare(l.Key, last) <= 0).Take(size + 1)];
        await db.Audit.RecordReadAsync(user, (id, agreement.StreetCode), ct, ("households", staff ? "ALL" : "OWN"));
        return TypedResults.Ok(new Page<Line>(
            [.. page.Take(size)], page.Length > size ? TextCursor.Encode(page[size - 1].Key) : null));
    }

    private static Line Read(Npgsql.NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetInt32(4),
        Area.FromSquareMetres(r.GetDecimal(5)), $"{new Weight((long)(r.GetDecimal(6) * 1_000_000m))}",
        Enum.Parse<Participation>(r.GetString(7)), r.Money(8), r.Money(9), r.Money(10), r.DayOrNull(11),
        r.Money(12), r.GetBoolean(13), r.DayOrNull(14));
}
