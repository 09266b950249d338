using CivicPlatform.ServiceDefaults.Security;
using Npgsql;

namespace CivicPlatform.Funds.Ledger;

/// <summary>POST /accounts: mirrors the dedicated account of an estate's owners (FUND-28).</summary>
public static class OpenAccount
{
    private const string EstateSql =
        "select estate_id, street_code, division_code, name, units from estates where estate_id = $1";

    public sealed record Request
    {
        public required Guid EstateId { get; init; }
        public required string Name { get; init; }
        public required string BankName { get; init; }
        public required string AccountNumber { get; init; }

        /// <summary>SELF_RAISED unless it is the estate's maintenance fund.</summary>
        public AccountPurpose Purpose { get; init; }

        /// <summary>Who keeps the fund (FUND-06); for MAINTENANCE_FUND and nothing else.</summary>
        public FundCustody? Custody { get; init; }
    }

    /// <summary>The number leaves the service as its last four digits only.</summary>
    public sealed record Response(
        Guid Id, Guid EstateId, string DivisionCode, string Name, string BankName, string AccountNumber,
        AccountPurpose Purpose, FundCustody? Custody);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/accounts", PostAsync).Requires(Permissions.AccountOpen)
            .WithTags("Accounts").WithSummary("Register the owners' dedicated account (登记专户)")
            .WithDescription(
                "Mirrors the bank account of an estate's owners (FUND-28) and opens its book. The number is kept " +
                "encrypted; answers show its last four digits. purpose MAINTENANCE_FUND with custody opens the " +
                "estate's maintenance fund, of which there is one (FUND-06, FUND-07). 404 accounts.estate_not_found " +
                "until the register's event has arrived; 409 accounts.number_taken, accounts.fund_taken.")
            .WithRequestExample(
                """
                {"estateId":"01a1fc78-884c-7a7a-9c0a-e33201116603","name":"润枫锦尚业主共有资金专户",
                 "bankName":"北京农商银行","accountNumber":"0200049619200123456"}
                """);
        routes.MapGet("/accounts/{id:guid}", GetAsync)
            .Requires(Permissions.AccountRead)
            .WithTags("Accounts").WithSummary("Read an account (专户)")
            .WithDescription("The number as its last four digits. 404 accounts.not_found.");
        routes.MapGet("/accounts", ListAsync)
            .Requires(Permissions.AccountRead)
            .WithTags("Accounts").WithSummary("List the accounts of an estate (专户列表)")
            .WithDescription("By estateId, which is required; at most 200, no pages.");
    }

    private static async Task<Results<Created<Response>, ProblemHttpResult>> PostAsync(
        Request request, CurrentUser user, Handler handler, HttpContext http, CancellationToken ct)
    {
        var result = await handler.HandleAsync(request, user, ct);
        if (!result.Succeeded(out var account, out var error)) return error.ToProblem();
        http.SetETag(account.Version);
        return TypedResults.Created($"/api/v1/accounts/{account.Id}", Show(account));
    }

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> GetAsync(
        Guid id, FundsDbContext db, CancellationToken ct)
    {
        var account = await db.BankAccounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct);
        return account is null ? LedgerErrors.AccountNotFound.ToProblem() : TypedResults.Ok(Show(account));
    }

    private static async Task<Ok<Page<Response>>> ListAsync(Guid estateId, FundsDbContext db, CancellationToken ct)
    {
        var accounts = await db.BankAccounts.AsNoTracking().Where(a => a.EstateId == estateId)
            .OrderBy(a => a.Id).Take(Page.MaxLimit).ToListAsync(ct);
        return TypedResults.Ok(new Page<Response>([.. accounts.Select(Show)], null));
    }

    private static Response Show(BankAccount a) =>
        new(a.Id, a.EstateId, a.DivisionCode, a.Name, a.BankName, $"****{a.NumberTail}", a.Purpose, a.Custody);

    public sealed class Handler(FundsDbContext db, FieldCipher cipher, TimeProvider clock)
    {
        public async Task<Result<BankAccount>> HandleAsync(Request request, CurrentUser user, CancellationToken ct)
        {
            var number = request.AccountNumber.Replace(" ", "", StringComparison.Ordinal);
            var shape = new ShapeCheck().Text(request.Name, 100).Text(request.BankName, 100)
                .That(number.Length is >= 8 and <= 32 && !number.AsSpan().ContainsAnyExceptInRange('0', '9'),
                    "accountNumber", "account_number.malformed", "应为 8 至 32 位数字")
                .That((request.Purpose is AccountPurpose.MAINTENANCE_FUND) == (request.Custody is not null), "custody",
                    "custody.unfit", "维修资金专户须注明管理方，其他专户不填");
            if (shape.Error is { } malformed) return malformed;
            var estate = await FindEstateAsync(db, request.EstateId, ct);
            if (estate is null || !user.Scope.Covers(estate.DivisionCode)) return LedgerErrors.EstateNotFound;

            var id = Guid.CreateVersion7();
            var kept = new AccountNumber(id, cipher.Encrypt(number, id), cipher.Hash(number), number[^4..]);
            var account = BankAccount.Open(
                estate, new AccountTexts(request.Name, request.BankName, request.Custody), kept, clock.GetUtcNow());
            db.BankAccounts.Add(account);
            db.Audit.Record(user, "accounts.open", id, estate.StreetCode);
            return await SaveAsync(account, ct);
        }

        private const string OneFund = "bank_accounts_one_fund";

        private async Task<Result<BankAccount>> SaveAsync(BankAccount account, CancellationToken ct)
        {
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: "23505" } taken)
            {
                return taken.ConstraintName == OneFund ? LedgerErrors.FundTaken : LedgerErrors.NumberTaken;
            }

            await db.RunAsync([
                account.Purpose is AccountPurpose.MAINTENANCE_FUND
                    ? LedgerAccount.OpenFund(account.Book)
                    : LedgerAccount.Open(account.Book, []),
                Sql.Command(StreetDirectory.NoteSql, account.StreetCode)], ct);
            return account;
        }
    }

    internal static async Task<Estate?> FindEstateAsync(FundsDbContext db, Guid id, CancellationToken ct)
    {
        var found = await db.RowsAsync(Sql.Command(EstateSql, id),
            r => new Estate(r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetInt32(4)), ct);
        return found.SingleOrDefault();
    }
}
