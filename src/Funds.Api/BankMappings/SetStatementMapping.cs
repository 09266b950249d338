using System.Text.Json;
using CivicPlatform.Funds.Ledger;

namespace CivicPlatform.Funds.BankMappings;

/// <summary>GET and PUT /accounts/{id}/statement-mapping: how this account's bank writes its CSV.</summary>
public static class SetStatementMapping
{
    private const string InsertSql =
        "insert into statement_mappings (account_id, version, street_code, division_code, mapping, set_by) " +
        "values ($1, $2, $3, $4, $5::jsonb, $6) on conflict do nothing";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/accounts/{id:guid}/statement-mapping", PutAsync).Requires(Permissions.StatementMap)
            .WithTags("Statements").WithSummary("Say how the account's bank writes its CSV (设置流水列映射)")
            .WithDescription(
                "From now on CSV files of this account are read by it; what was imported stays. Amount: one signed " +
                "column, a column with a direction, or debit and credit. 201 for the first mapping, which needs no " +
                "If-Match; 428 and 412 afterwards. Every version is kept. 404 accounts.not_found.")
            .Produces<StatementMapping>().Produces<StatementMapping>(StatusCodes.Status201Created)
            .WithRequestExample(
                """
                {"headerRow":3,"serial":"交易流水号","bookedAt":"交易日期","bookedTime":"交易时间",
                 "timeFormats":["yyyyMMdd HH:mm:ss"],"debit":"借方发生额","credit":"贷方发生额",
                 "counterparty":"对方户名","memo":"摘要","thousandsSeparators":true}
                """);
        routes.MapGet("/accounts/{id:guid}/statement-mapping", GetAsync).Requires(Permissions.StatementMap)
            .WithTags("Statements").WithSummary("Read how the account's bank writes its CSV (流水列映射)")
            .WithDescription(
                "With its version as ETag; 304 with If-None-Match. 404 accounts.not_found, " +
                "statement_mappings.not_set while the platform's own columns are expected.")
            .Produces<StatementMapping>();
    }

    private static async Task<IResult> GetAsync(Guid id, FundsDbContext db, HttpContext http, CancellationToken ct)
    {
        if (!await db.BankAccounts.AnyAsync(a => a.Id == id, ct)) return LedgerErrors.AccountNotFound.ToProblem();
        if (await FindAsync(db, id, ct) is not { } kept) return MappingErrors.NotSet.ToProblem();
        return http.SetETag(kept.Version) ? TypedResults.StatusCode(304) : TypedResults.Ok(kept.Mapping);
    }

    private static async Task<IResult> PutAsync(
        Guid id, StatementMapping request, FundsDbContext db, CurrentUser user, HttpContext http, CancellationToken ct)
    {
        if (MappingCheck.Of(request).Error is { } malformed) return malformed.ToProblem();
        var account = await db.BankAccounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct);
        if (account is null) return LedgerErrors.AccountNotFound.ToProblem();
        var kept = await FindAsync(db, id, ct);
        if (kept is not null && http.RequireIfMatch(kept.Version) is { } stale) return stale;

        var version = (kept?.Version ?? 0) + 1;
        var mapping = JsonSerializer.Serialize(request, MappingReader.Json);
        var added = await db.RunAsync([Sql.Command(
            InsertSql, id, version, account.StreetCode, account.DivisionCode, mapping, user.Subject)], ct);
        if (added == 0) return MappingErrors.Changed.ToProblem(); // Somebody was faster with the same version.
        db.Audit.Record(user, "statement_mappings.set", id, account.StreetCode, $"version={version}");
        await db.SaveChangesAsync(ct);
        http.SetETag(version);
        return kept is null
            ? TypedResults.Created($"/api/v1/accounts/{id}/statement-mapping", request)
            : TypedResults.Ok(request);
    }

    private static async Task<KeptMapping?> FindAsync(FundsDbContext db, Guid id, CancellationToken ct) =>
        (await db.RowsAsync(Sql.Command(MappingReader.FindSql, id), MappingReader.Map, ct)).SingleOrDefault();
}

/// <summary>Refusals of statement mappings.</summary>
public static class MappingErrors
{
    public static readonly Error NotSet =
        Error.NotFound("statement_mappings.not_set", "该账户未设置流水列映射，按平台列名导入");

    public static readonly Error Changed = new(
        ErrorKind.Stale, "statement_mappings.changed", "映射已被他人更新，请刷新后重试");
}
