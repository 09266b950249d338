namespace CivicPlatform.Funds.Statements;

/// <summary>GET /statement-imports/{id}: how far posting is, and where the lines went.</summary>
public static class GetImport
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/statement-imports/{id:guid}", GetAsync)
            .Requires(Permissions.StatementImportRead)
            .WithTags("Statements").WithSummary("Read how far an import is posted (流水导入进度)")
            .WithDescription(
                "status is DONE when every new line is booked; then the amounts are final. 404 " +
                "statements.import_not_found.");

    private static async Task<Results<Ok<ImportView>, ProblemHttpResult>> GetAsync(
        Guid id, FundsDbContext db, StatementImports imports, CancellationToken ct)
    {
        var own = await db.RowsAsync( // Row-level security answers whether the caller may know of it.
            Sql.Command("select 1 from statement_imports where id = $1", id), r => r.GetInt32(0), ct);
        if (own.Count == 0) return StatementErrors.ImportNotFound.ToProblem();
        return TypedResults.Ok(await imports.ReadAsync(id, ct));
    }
}
