using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.Spending;
using Npgsql;

namespace CivicPlatform.Funds.Campaigns;

/// <summary>What a close did with the money that was left.</summary>
/// <param name="Amount">Σ of the buildings.</param>
/// <param name="Refunds">Proposed; none when it is kept.</param>
/// <param name="Overspent">Buildings that paid out more than they collected; then nothing moves.</param>
public sealed record SettledSurplus(Money Amount, int Refunds, IReadOnlyList<string> Overspent);

/// <summary>
/// Applies the resolution's rule when a campaign closes (RAISE-11). Entries inside the book only: what the bank holds
/// stays what the closing equation says (002-16).
/// </summary>
public sealed class SurplusDesk(FundsDbContext db, CurrentUser user, TimeProvider clock)
{
    private const string Reason = "筹集结束，结余按已缴金额比例退还";

    private const string PaidSql =
        "select id, building, entrance, room, own from (select b.id, b.building, b.entrance, b.room, b.paid - " +
        "(select coalesce(sum(g.amount), 0) from grant_uses g where g.bill_id = b.id and g.kind = 'APPLIED') as own " +
        "from bills b where b.campaign_id = $1 and b.building = any($2)) p where own > 0";

    private const string CreditsSql =
        "update bills b set credit = b.credit + u.share, version = version + 1 " +
        "from unnest($1::uuid[], $2::numeric[]) as u(id, share) where b.id = u.id";

    private const string RefundsSql =
        "insert into refunds (id, campaign_id, account_id, bill_id, street_code, division_code, kind, amount, " +
        "reason, status, created_by, created_at) " +
        "select id, $2, $3, bill, $4, $5, 'SURPLUS', share, $6, 'PENDING', $7, $8 " +
        "from unnest($1::uuid[], $9::uuid[], $10::numeric[]) as r(id, bill, share)";

    private const string ClosedSql = "select closed_until from bank_accounts where id = $1";

    /// <summary>The caller holds the book's lock and has closed the campaign.</summary>
    public async Task<SettledSurplus> SettleAsync(Campaign campaign, DateTimeOffset civilNow, CancellationToken ct)
    {
        var balances = await SpendingScope.BuildingsAsync(db, campaign.Id, ct);
        var overspent = balances.Where(Surplus.IsOverspent).Select(b => b.Building)
            .Order(NaturalOrder.Instance).ToArray();
        var left = balances.Select(b => (b.Building, Amount: Surplus.Of(b)))
            .Where(b => b.Amount > Money.Zero).ToArray();
        if (overspent.Length > 0 || left.Length == 0) return new SettledSurplus(Money.Zero, 0, overspent);

        var closed = (await db.RowsAsync(Sql.Command(ClosedSql, campaign.AccountId), r => r.DayOrNull(0), ct))[0];
        var book = new Book(campaign.AccountId, campaign.StreetCode, campaign.DivisionCode) { ClosedUntil = closed };
        var isRefund = campaign.SurplusRule == SurplusRules.Refund;
        var transfers = left.Select(b => new Transfer(book,
            LedgerAccount.IdOf(book.Id, LedgerKind.SURPLUS, b.Building),
            isRefund ? LedgerAccount.IdOf(book.Id, LedgerKind.OWNER_CREDIT)
                : LedgerAccount.IdOf(book.Id, LedgerKind.LIFT_RESERVE, b.Building),
            b.Amount, isRefund ? "SURPLUS_REFUND" : "SURPLUS_KEPT", campaign.Id, book.OpenDate(civilNow))).ToArray();
        await db.RunAsync(
            [LedgerAccount.OpenSurplus(book, [.. left.Select(b => b.Building)]), LedgerSql.Insert(transfers)], ct);
        var amount = new Money(left.Sum(b => b.Amount.Fen));
        return new SettledSurplus(amount, isRefund ? await ProposeAsync(campaign, left, ct) : 0, overspent);
    }

    /// <summary>The money becomes each household's credit now; a refund of it is paid like any other.</summary>
    private async Task<int> ProposeAsync(
        Campaign campaign, IReadOnlyList<(string Building, Money Amount)> left, CancellationToken ct)
    {
        var paid = await db.RowsAsync(
            Sql.Command(PaidSql, campaign.Id, left.Select(b => b.Building).ToArray()), Map, ct);
        var shares = left.SelectMany(b => Surplus.Share(b.Amount, [.. paid.Where(p => p.Building == b.Building)]))
            .ToArray();
        var (bills, amounts) = (shares.Select(s => s.Household.BillId).ToArray(),
            shares.Select(s => s.Share.Yuan).ToArray());
        await db.RunAsync([
            Sql.Command(CreditsSql, bills, amounts),
            Sql.Command(RefundsSql, bills.Select(_ => Guid.CreateVersion7()).ToArray(), campaign.Id,
                campaign.AccountId, campaign.StreetCode, campaign.DivisionCode, Reason, user.Subject,
                clock.GetUtcNow(), bills, amounts)], ct);
        return shares.Length;
    }

    private static Contribution Map(NpgsqlDataReader r) => new(r.GetGuid(0), r.GetString(1),
        $"{r.GetString(1)}-{r.GetString(2)}-{r.GetString(3)}", r.Money(4));
}
