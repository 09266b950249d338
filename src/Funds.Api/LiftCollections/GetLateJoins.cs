using CivicPlatform.Funds.CostAgreements;

namespace CivicPlatform.Funds.LiftCollections;

/// <summary>GET /cost-agreements/{id}/late-joiners: who joined later, and at what price.</summary>
public static class GetLateJoins
{
    private const string ListSql =
        "select j.id, j.unit_id, j.amount, j.rule, j.joined_on, (select coalesce(sum(p.credited), 0) " +
        "from late_join_parts p where p.join_id = j.id) from late_joins j where j.agreement_id = $1 and j.id > $2 " +
        "order by j.id limit $3";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/cost-agreements/{id:guid}/late-joiners", ListAsync).Requires(Permissions.CostSignatureRead)
            .ReadsPersonalData()
            .WithTags("Cost agreements").WithSummary("List who joined later (补交加入记录)")
            .WithDescription(
                "In the order of writing; keyset pages by after and limit (1 to 200). Each answer leaves an audit " +
                "row. 404 cost_agreements.not_found.");

    private static async Task<Results<Ok<Page<JoinLate.Response>>, ProblemHttpResult>> ListAsync(
        Guid id, Guid? after, int? limit, FundsDbContext db, CurrentUser user, CancellationToken ct)
    {
        var street = await db.CostAgreements.Where(a => a.Id == id).Select(a => a.StreetCode)
            .SingleOrDefaultAsync(ct);
        if (street is null) return AgreementErrors.NotFound.ToProblem();
        var size = Math.Clamp(limit ?? Page.DefaultLimit, 1, Page.MaxLimit);
        var rows = await db.RowsAsync(Sql.Command(ListSql, id, after ?? Guid.Empty, size + 1), r =>
            new JoinLate.Response(r.GetGuid(0), r.GetGuid(1), r.Money(2), Enum.Parse<LateJoinRule>(r.GetString(3)),
                r.GetFieldValue<DateOnly>(4), CardDue: true, r.Money(5)), ct);
        await db.Audit.RecordReadAsync(user, (id, street), ct);
        var next = rows.Count > size ? $"{rows[size - 1].Id}" : null;
        return TypedResults.Ok(new Page<JoinLate.Response>([.. rows.Take(size)], next));
    }
}
