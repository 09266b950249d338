using CivicPlatform.Contracts.Funds;
using CivicPlatform.Funds.Ledger;
using Npgsql;

namespace CivicPlatform.Funds.MaintenanceFund;

/// <summary>
/// Opens a renewal task when a balance falls below the share of its initial deposit, and closes it when it is back
/// (FUND-10). Every command that moves balances of parts calls it last, with the book locked.
/// </summary>
public sealed class Renewals(FundsDbContext db, ICivilClock civil, TimeProvider clock)
{
    // Cross-multiplied: exactly 30 % is not below 30 %.
    private const string OpenSql =
        "with due as (select f.unit_id, f.street_code, f.division_code, f.initial, " +
        "coalesce(a.credits - a.debits, 0) as balance from unit_funds f left join ledger_accounts a " +
        "on a.book_id = f.book_id and a.unit_id = f.unit_id and a.kind = 'UNIT_BALANCE' where f.book_id = $1 " +
        "and f.lost_on is null and coalesce(a.credits - a.debits, 0) * 100 < f.initial * $2) " +
        "insert into renewal_tasks (id, book_id, unit_id, street_code, division_code, opened_on, balance, initial, " +
        "profile_id) select gen_random_uuid(), $1, unit_id, street_code, division_code, $3, balance, initial, $4 " +
        "from due on conflict (book_id, unit_id) where closed_on is null do nothing";

    private const string CloseSql =
        "update renewal_tasks t set closed_on = $3, version = t.version + 1 from unit_funds f left join " +
        "ledger_accounts a on a.book_id = f.book_id and a.unit_id = f.unit_id and a.kind = 'UNIT_BALANCE' " +
        "where t.book_id = $1 and t.closed_on is null and f.book_id = t.book_id and f.unit_id = t.unit_id " +
        "and coalesce(a.credits - a.debits, 0) * 100 >= f.initial * $2";

    private const string CloseLostSql =
        "update renewal_tasks set closed_on = $3, version = version + 1 where book_id = $1 and unit_id = $2 " +
        "and closed_on is null";

    private const string CountSql = "select count(*) from renewal_tasks where book_id = $1";

    /// <summary>Brings the tasks up to the balances; tells how many parts newly need a renewal.</summary>
    public async Task FollowAsync(FundScope scope, CancellationToken ct)
    {
        var (profile, book) = (scope.Profile, scope.Book);
        var today = CivilTime.DayOf(await civil.NowAsync(book.StreetCode, ct));
        await db.RunAsync([Sql.Command(CloseSql, book.Id, profile.Renewal.BelowPercent, today)], ct);
        var opened = await db.RunAsync(
            [Sql.Command(OpenSql, book.Id, profile.Renewal.BelowPercent, today, profile.Id)], ct);
        if (opened == 0) return;
        var ever = await db.RowsAsync(Sql.Command(CountSql, book.Id), r => r.GetInt64(0), ct);
        db.Outbox.Enqueue(new RenewalDue
        {
            AggregateId = book.Id,
            AggregateVersion = ever[0],
            OccurredAt = clock.GetUtcNow(),
            StreetCode = book.StreetCode,
            EstateId = scope.EstateId,
            Units = opened,
        });
    }

    internal static NpgsqlBatchCommand CloseLost(Guid book, Guid unit, DateOnly today) =>
        Sql.Command(CloseLostSql, book, unit, today);
}

/// <summary>GET /accounts/{id}/renewals: the parts that must renew, and until when (FUND-10).</summary>
public static class ListRenewals
{
    private const string ListSql =
        "select t.id, t.unit_id, f.building, f.entrance, f.room, t.opened_on, t.closed_on, f.initial, " +
        "coalesce(a.credits - a.debits, 0), t.profile_id from renewal_tasks t join unit_funds f " +
        "on f.book_id = t.book_id and f.unit_id = t.unit_id left join ledger_accounts a on a.book_id = t.book_id " +
        "and a.unit_id = t.unit_id and a.kind = 'UNIT_BALANCE' where t.book_id = $1 and t.id > $2 " +
        "and ($3 = '' or ($3 = 'OPEN') = (t.closed_on is null)) order by t.id limit $4";

    /// <summary>Whether a task still waits.</summary>
    public static readonly IReadOnlyList<string> Statuses = ["OPEN", "CLOSED"];

    /// <param name="Percent">Balance of the initial deposit, for people to read.</param>
    /// <param name="DecideBy">Until then the owners may decide a plan; null where the place has no such day.</param>
    /// <param name="PayBy">Without a plan the fallback amount is due by then; null where there is none.</param>
    /// <param name="FallbackAmount">Due without a plan: up to the place's share of the initial deposit.</param>
    public sealed record Item(
        Guid Id, Guid UnitId, string Building, string Entrance, string Room,
        [CodesOf(typeof(ListRenewals), nameof(Statuses))] string Status, DateOnly OpenedOn, Money Initial,
        Money Balance, string Percent, DateOnly? DecideBy, DateOnly? PayBy, Money? FallbackAmount);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/accounts/{id:guid}/renewals", ListAsync)
        .Requires(Permissions.UnitFundRead).ReadsPersonalData()
        .WithTags("Maintenance fund").WithSummary("List the parts that must renew (续交任务)")
        .WithDescription(
            "Below 30 % of the initial deposit (FUND-10; exactly 30 % is not below). Where the place has a fallback, " +
            "decideBy, payBy and fallbackAmount say what is due without a plan. Filter by status; keyset pages by " +
            "after and limit (1 to 200). 404 accounts.not_found.");

    private static async Task<Results<Ok<Page<Item>>, ProblemHttpResult>> ListAsync(
        Guid id, [CodesOf(typeof(ListRenewals), nameof(Statuses))] string? status, Guid? after, int? limit,
        FundsDbContext db, CurrentUser user, CancellationToken ct)
    {
        if (status is not null && new ShapeCheck().Code(status, Statuses).Error is { } malformed)
            return malformed.ToProblem();
        var street = await db.BankAccounts.Where(a => a.Id == id).Select(a => a.StreetCode).SingleOrDefaultAsync(ct);
        if (street is null) return LedgerErrors.AccountNotFound.ToProblem();
        var size = Math.Clamp(limit ?? Page.DefaultLimit, 1, Page.MaxLimit);
        var rows = await db.RowsAsync(Sql.Command(ListSql, id, after ?? Guid.Empty, status ?? "", size + 1), Map, ct);
        await db.Audit.RecordReadAsync(user, (id, street), ct, ("status", status));
        return TypedResults.Ok(Page.Of(rows, size, row => row.Id.ToString()));
    }

    private static Item Map(NpgsqlDataReader r)
    {
        var (opened, initial, balance) = (r.GetFieldValue<DateOnly>(5), r.Money(7), r.Money(8));
        var policy = (PolicyProfiles.FindById(r.GetString(9)) ?? PolicyProfiles.Find(PolicyProfiles.Default)!).Renewal;
        return new Item(r.GetGuid(0), r.GetGuid(1), r.GetString(2), r.GetString(3), r.GetString(4),
            r.DayOrNull(6) is null ? Statuses[0] : Statuses[1], opened, initial, balance,
            Percentage.Show(balance.Fen, initial.Fen), policy.DecideBy(opened), policy.PayBy(opened),
            policy.FallbackAmount(balance, initial));
    }
}
