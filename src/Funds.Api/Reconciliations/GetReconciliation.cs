namespace CivicPlatform.Funds.Reconciliations;

/// <summary>GET /reconciliations and /reconciliations/{id}.</summary>
public static class GetReconciliation
{
    private const string FindSql = "select " + Reconciliation.Columns + "where r.id = $1";

    private const string ListSql =
        "select " + Reconciliation.Columns + "where r.account_id = $1 and ($2::uuid is null or r.id < $2) " +
        "order by r.id desc limit $3";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/reconciliations/{id:guid}", GetAsync).Requires(Permissions.ReconciliationRead)
            .WithTags("Reconciliations").WithSummary("Read a reconciliation (对账结果)")
            .WithDescription(
                "While it is open with the figures of now and what may explain a gap; once closed with those of the " +
                "close. ETag. 404 reconciliations.not_found.");
        routes.MapGet("/reconciliations", ListAsync).Requires(Permissions.ReconciliationRead)
            .WithTags("Reconciliations").WithSummary("List the reconciliations of an account (对账记录)")
            .WithDescription("By accountId, newest first, with the figures as they were made; after and limit.");
    }

    private static async Task<Results<Ok<ReconciliationView>, ProblemHttpResult>> GetAsync(
        Guid id, FundsDbContext db, HttpContext http, CancellationToken ct)
    {
        var found = await db.RowsAsync(Sql.Command(FindSql, id), Reconciliation.Map, ct);
        if (found.Count == 0) return ReconciliationErrors.NotFound.ToProblem();
        http.SetETag(found[0].Version);
        return TypedResults.Ok(await ReconciliationView.ReadAsync(db, found[0], ct));
    }

    private static async Task<Ok<Page<ReconciliationView>>> ListAsync(
        Guid accountId, Guid? after, int? limit, FundsDbContext db, CancellationToken ct)
    {
        var size = Math.Clamp(limit ?? Page.DefaultLimit, 1, Page.MaxLimit);
        var list = new Npgsql.NpgsqlBatchCommand(ListSql)
        {
            Parameters =
            {
                new() { Value = accountId },
                new() { Value = (object?)after ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid },
                new() { Value = size + 1 },
            },
        };
        var rows = await db.RowsAsync(list, Reconciliation.Map, ct);
        var next = rows.Count > size ? $"{rows[size - 1].Id}" : null;
        return TypedResults.Ok(new Page<ReconciliationView>(
            [.. rows.Take(size).Select(ReconciliationView.Of)], next));
    }
}
