using CivicPlatform.Funds.Ledger;
using Npgsql;

namespace CivicPlatform.Funds.MaintenanceFund;

/// <summary>
/// GET /accounts/{id}/unit-funds for fund managers, /unit-funds/mine for an owner (T2), and the statement of one part.
/// The balance passes with the title (FUND-11): who owns the part today sees it, who sold it does not.
/// </summary>
public static class UnitFunds
{
    private const string Columns =
        "select f.unit_id, f.building, f.entrance, f.room, f.initial, coalesce(b.credits - b.debits, 0), " +
        "coalesce(b.held, 0), coalesce(r.debits - r.credits, 0), f.lost_on from unit_funds f " +
        "left join ledger_accounts b on b.book_id = f.book_id and b.unit_id = f.unit_id and b.kind = 'UNIT_BALANCE' " +
        "left join ledger_accounts r on r.book_id = f.book_id and r.unit_id = f.unit_id " +
        "and r.kind = 'UNIT_RECEIVABLE' where f.book_id = $1 ";

    private const string ListSql = Columns +
        "and ($2 = '' or f.building = $2) and f.unit_id > $3 order by f.unit_id limit $4";

    private const string OwnedBy =
        "exists (select 1 from unit_holders h join bank_accounts a on a.id = f.book_id join owner_accounts o " +
        "on o.estate_id = a.estate_id and o.owner_ref = any(h.owner_refs) " +
        "where h.unit_id = f.unit_id and o.subject = $2) ";

    private const string MineSql = Columns + "and " + OwnedBy + "order by f.unit_id limit 1000";

    private const string FindSql =
        "select f.book_id, f.street_code, " + OwnedBy + "from unit_funds f where f.unit_id = $1";

    /// <param name="Initial">Initial deposit.</param>
    /// <param name="Balance">What the part has, in yuan.</param>
    /// <param name="Held">Of it, reserved for works.</param>
    /// <param name="Receivable">What the part still owes for works (FUND-18).</param>
    /// <param name="Percent">Balance of the initial deposit, for people to read.</param>
    /// <param name="LostOn">The house is gone (FUND-13).</param>
    public sealed record UnitFundView(
        Guid UnitId, string Building, string Entrance, string Room, Money Initial, Money Balance, Money Held,
        Money Receivable, string Percent, DateOnly? LostOn);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/accounts/{id:guid}/unit-funds", ListAsync)
            .Requires(Permissions.UnitFundRead).ReadsPersonalData()
            .WithTags("Maintenance fund").WithSummary("List the balances of the exclusive parts (分户余额)")
            .WithDescription(
                "Without names. Filter by building; keyset pages by after and limit (1 to 200). Each answer leaves " +
                "an audit row. 404 accounts.not_found.");
        routes.MapGet("/accounts/{id:guid}/unit-funds/mine", MineAsync)
            .Requires(Permissions.OwnUnitFundRead).ReadsPersonalData()
            .WithTags("Maintenance fund").WithSummary("Read the caller's own balances (本人分户余额, T2)")
            .WithDescription(
                "Of the parts that the caller owns today: a balance passes with the title (FUND-11). Empty when " +
                "there are none. 404 accounts.not_found.");
        routes.MapGet("/unit-funds/{unitId:guid}/entries", EntriesAsync)
            .Requires(Permissions.UnitFundEntries).ReadsPersonalData()
            .WithTags("Maintenance fund").WithSummary("Read the statement of one part (分户账)")
            .WithDescription(
                "With the running balance, debits less credits as in every ledger: what a part has is below zero. " +
                "An owner reads his own parts: 403 funds.not_your_unit, rule FUND-26. Pages by after and limit (1 to " +
                "200). 404 funds.unit_not_found.");
    }

    private static async Task<Results<Ok<Page<UnitFundView>>, ProblemHttpResult>> ListAsync(
        Guid id, string? building, Guid? after, int? limit, FundsDbContext db, CurrentUser user, CancellationToken ct)
    {
        var street = await StreetAsync(id, db, ct);
        if (street is null) return LedgerErrors.AccountNotFound.ToProblem();
        var size = Math.Clamp(limit ?? Page.DefaultLimit, 1, Page.MaxLimit);
        var rows = await db.RowsAsync(
            Sql.Command(ListSql, id, building ?? "", after ?? Guid.Empty, size + 1), Map, ct);
        await db.Audit.RecordReadAsync(user, (id, street), ct, ("building", rows.Count > 0 ? building : null));
        return TypedResults.Ok(Page.Of(rows, size, row => row.UnitId.ToString()));
    }

    private static async Task<Results<Ok<Page<UnitFundView>>, ProblemHttpResult>> MineAsync(
        Guid id, FundsDbContext db, CurrentUser user, CancellationToken ct)
    {
        var street = await StreetAsync(id, db, ct);
        if (street is null) return LedgerErrors.AccountNotFound.ToProblem();
        var rows = await db.RowsAsync(Sql.Command(MineSql, id, user.Subject), Map, ct);
        await db.Audit.RecordReadAsync(user, (id, street), ct, ("units", "OWN"));
        return TypedResults.Ok(new Page<UnitFundView>(rows, null));
    }

    private static async Task<Results<Ok<Page<ListEntries.Entry>>, ProblemHttpResult>> EntriesAsync(
        Guid unitId, long? after, int? limit, FundsDbContext db, CurrentUser user, CancellationToken ct)
    {
        var found = await db.RowsAsync(Sql.Command(FindSql, unitId, user.Subject),
            r => (Book: r.GetGuid(0), Street: r.GetString(1), IsOwn: r.GetBoolean(2)), ct);
        if (found.Count == 0) return FundErrors.UnitNotFound.ToProblem();
        var (book, street, isOwn) = found[0];
        if (!isOwn && user.HasRole(Roles.Owner) && !user.HasRole(Roles.FundManager))
            return FundErrors.NotYourUnit.ToProblem();
        var account = LedgerAccount.OfUnit(book, LedgerKind.UNIT_BALANCE, unitId);
        var page = await ListEntries.ReadAsync(db, account, (after, limit), ct);
        if (page is null) return FundErrors.UnitNotFound.ToProblem();
        await db.Audit.RecordReadAsync(user, (unitId, street), ct);
        return TypedResults.Ok(page);
    }

    private static Task<string?> StreetAsync(Guid id, FundsDbContext db, CancellationToken ct) =>
        db.BankAccounts.Where(a => a.Id == id).Select(a => a.StreetCode).SingleOrDefaultAsync(ct);

    private static UnitFundView Map(NpgsqlDataReader r)
    {
        var (initial, balance) = (r.Money(4), r.Money(5));
        return new UnitFundView(r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetString(3), initial, balance,
            r.Money(6), r.Money(7), Percentage.Show(balance.Fen, initial.Fen), r.DayOrNull(8));
    }
}
