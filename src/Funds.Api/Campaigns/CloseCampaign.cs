using CivicPlatform.Funds.Ledger;

namespace CivicPlatform.Funds.Campaigns;

/// <summary>POST /campaigns/{id}/close: only when the bank holds what the books say (002-16).</summary>
public static class CloseCampaign
{
    private const string FiguresSql =
        "select coalesce(sum(case when t.kind in ('RECEIPT', 'REFUND') then " +
        "case when t.debit_id = $2 then t.amount else -t.amount end end), 0), " +
        "coalesce(sum(t.amount) filter (where t.kind = 'WORKS' and t.credit_id = $2), 0), " +
        "coalesce(sum(t.amount) filter (where t.kind = 'ADVANCE_REPAYMENT' and t.credit_id = $2), 0), " +
        "(select count(*)::int from bank_lines where account_id = $1 and outcome is null), " +
        "(select count(*)::int from suspense_lines where account_id = $1 and status = 'OPEN') " +
        "from ledger_transfers t where t.book_id = $1 and $2 in (t.debit_id, t.credit_id)";

    private const string CloseSql =
        "update public_campaigns set status = 'CLOSED', closed_on = $2 where campaign_id = $1";

    public sealed record Request
    {
        /// <summary>The balance that the bank states, in yuan.</summary>
        public required Money BankBalance { get; init; }
    }

    /// <param name="Receipts">Net of refunds; suspense and credits included.</param>
    /// <param name="Surplus">What the resolution's rule was applied to (RAISE-11).</param>
    /// <param name="ProposedRefunds">Refunds of it that wait for approval.</param>
    /// <param name="OverspentBuildings">Spent more than they have: then no building's surplus moves (RAISE-04).</param>
    public sealed record Response(
        Guid Id, CampaignStatus Status, DateOnly? ClosedOn, Money Receipts, Money PaidToContractors,
        Money RepaidAdvance, Money BankBalance, Money Difference, [CodesOf(typeof(SurplusRules))] string SurplusRule,
        Money Surplus, int ProposedRefunds, IReadOnlyList<string> OverspentBuildings);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/campaigns/{id:guid}/close", PostAsync).Requires(Permissions.CampaignWrite)
            .WithTags("Campaigns").WithSummary("Close a collection against the bank's balance (结束筹集)")
            .WithDescription(
                "Only when the bank holds what the books say: 422 campaigns.does_not_balance, rule 002-16, with the " +
                "difference. What is left, debts to the property company and contractors taken off, follows the " +
                "resolution's rule (RAISE-11): a reserve of each building, or proposed refunds pro rata to what was " +
                "paid. 409 campaigns.not_open; campaigns.lines_unposted passes by itself. If-Match is checked when " +
                "given (412).")
            .WithRequestExample("""{"bankBalance":"1613.70"}""");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        var result = await handler.HandleAsync(id, request.BankBalance, http, ct);
        return result.Succeeded(out var response, out var error) ? TypedResults.Ok(response) : error.ToProblem();
    }

    public sealed class Handler(FundsDbContext db, SurplusDesk surplus, ICivilClock civil, CurrentUser user)
    {
        public async Task<Result<Response>> HandleAsync(
            Guid id, Money bankBalance, HttpContext http, CancellationToken ct)
        {
            var found = await CampaignLock.TakeAsync(db, id, ct);
            if (!found.Succeeded(out var campaign, out var error)) return error;
            if (http.CheckIfMatch(campaign.Tag) is { } stale) return stale;
            var bank = LedgerAccount.IdOf(campaign.AccountId, LedgerKind.BANK);
            var figures = await db.RowsAsync(Sql.Command(FiguresSql, campaign.AccountId, bank), r => (
                Closing: new ClosingEquation(r.Money(0), r.Money(1), r.Money(2)), Unposted: r.GetInt32(3),
                Suspense: r.GetInt32(4)), ct);
            var (closing, unposted, suspense) = figures[0];
            if (unposted > 0) return CampaignErrors.Unposted(unposted);

            var now = await civil.NowAsync(campaign.StreetCode, ct);
            var today = CivilTime.DayOf(now);
            if (campaign.Close(closing, bankBalance, today).Error is { } refused) return refused;
            db.Audit.Record(user, "campaigns.close", id, campaign.StreetCode, $"suspense_lines={suspense}");
            await db.SaveChangesAsync(ct);
            await db.RunAsync([Sql.Command(CloseSql, id, today)], ct);
            var settled = await surplus.SettleAsync(campaign, now, ct);
            http.SetETag(campaign.Tag);
            return new Response(id, campaign.Status, campaign.ClosedOn, closing.Receipts, closing.PaidToContractors,
                closing.RepaidAdvance, bankBalance, closing.Difference(bankBalance), campaign.SurplusRule,
                settled.Amount, settled.Refunds, settled.Overspent);
        }
    }
}
