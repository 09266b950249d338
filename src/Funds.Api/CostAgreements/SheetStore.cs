using Npgsql;

namespace CivicPlatform.Funds.CostAgreements;

/// <summary>One version as a fact.</summary>
/// <param name="Reason">Why the version before did not stand; null for the first.</param>
public sealed record VersionFact(Guid Id, int Number, string Hash, DateOnly DraftedOn, string? Reason);

/// <summary>Writes versions with their households; both are only ever added.</summary>
internal static class SheetStore
{
    private const string VersionSql =
        "insert into cost_versions (id, agreement_id, street_code, division_code, number, hash, works, " +
        "pipe_relocation, design, supervision, compensation, subsidy, grants, net_cost, gap, method, floors, " +
        "floor_weights, times_area, resplit, late_join, reason, drafted_on, drafted_by, drafted_at) " +
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, " +
        "$22, $23, $24, $25)";

    private const string LinesSql =
        "insert into cost_lines (version_id, unit_id, street_code, division_code, building, entrance, room, floor, " +
        "area, weight, participation, extra, share, pays) select $1, unit, $2, $3, building, entrance, room, floor, " +
        "area, weight, participation, extra, share, pays from unnest($4::uuid[], $5::text[], $6::text[], " +
        "$7::text[], $8::integer[], $9::numeric[], $10::numeric[], $11::text[], $12::numeric[], $13::numeric[], " +
        "$14::numeric[]) as l(unit, building, entrance, room, floor, area, weight, participation, extra, share, pays)";

    private const string FindSql =
        "select id, number, hash, drafted_on, reason from cost_versions where agreement_id = $1 and number = $2";

    /// <summary>The commands that write the current version of the agreement.</summary>
    public static IEnumerable<NpgsqlBatchCommand> Write(
        CostAgreement agreement, CostSheet sheet, AgreementFacts facts, string? reason)
    {
        var (id, terms, heads) = (Guid.CreateVersion7(), sheet.Terms, sheet.Terms.Heads);
        KeyValuePair<string, string>[] table =
            [.. (terms.Floors.Table ?? new Dictionary<string, string>()).OrderBy(r => r.Key, NaturalOrder.Instance)];
        yield return Sql.Command(VersionSql, id, agreement.Id, agreement.StreetCode, agreement.DivisionCode,
            agreement.CurrentVersion, agreement.CurrentHash, heads.Works.Yuan, heads.PipeRelocation.Yuan,
            heads.Design.Yuan, heads.Supervision.Yuan, heads.Compensation.Yuan, heads.Subsidy.Yuan, heads.Grants.Yuan,
            sheet.NetCost.Yuan, sheet.Gap.Yuan, terms.Floors.Method,
            table.Select(r => int.Parse(r.Key, System.Globalization.CultureInfo.InvariantCulture)).ToArray(),
            table.Select(r => r.Value).ToArray(), terms.Floors.TimesArea, terms.Resplit, $"{terms.LateJoin}", reason,
            facts.On, facts.Actor, facts.At);
        yield return Lines(agreement, id, sheet.Lines);
    }

    /// <summary>A version by its number.</summary>
    public static async Task<VersionFact?> FindAsync(
        FundsDbContext db, Guid agreementId, int number, CancellationToken ct)
    {
        var found = await db.RowsAsync(Sql.Command(FindSql, agreementId, number), r => new VersionFact(
            r.GetGuid(0), r.GetInt32(1), r.GetString(2), r.GetFieldValue<DateOnly>(3), r.TextOrNull(4)), ct);
        return found.SingleOrDefault();
    }

    private static NpgsqlBatchCommand Lines(CostAgreement agreement, Guid versionId, IReadOnlyList<CostLine> lines) =>
        Sql.Command(LinesSql, versionId, agreement.StreetCode, agreement.DivisionCode,
            lines.Select(l => l.Unit.UnitId).ToArray(), lines.Select(l => l.Unit.Building).ToArray(),
            lines.Select(l => l.Unit.Entrance).ToArray(), lines.Select(l => l.Unit.Room).ToArray(),
            lines.Select(l => l.Unit.Floor).ToArray(), lines.Select(l => l.Unit.Area.SquareMetres).ToArray(),
            lines.Select(l => l.Weight.Millionths / 1_000_000m).ToArray(),
            lines.Select(l => $"{l.Choice.Participation}").ToArray(),
            lines.Select(l => l.Choice.Extra.Yuan).ToArray(), lines.Select(l => l.Share.Yuan).ToArray(),
            lines.Select(l => l.Pays.Yuan).ToArray());
}
