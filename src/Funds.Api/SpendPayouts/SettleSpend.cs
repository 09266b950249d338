using CivicPlatform.Funds.MaintenanceFund;
using CivicPlatform.Funds.SpendRequests;
using Npgsql;

namespace CivicPlatform.Funds.SpendPayouts;

/// <summary>POST /spend-requests/{id}/settle: the shares become facts and are charged (FUND-18, FUND-21).</summary>
public static class SettleSpend
{
    private const string SharesSql =
        "insert into spend_shares (id, request_id, street_code, division_code, unit_id, building, entrance, room, " +
        "area, weight, debtor, amount, seller_part, funded) select gen_random_uuid(), $1, $2, $3, unit, building, " +
        "entrance, room, area, weight, debtor, amount, seller, funded from unnest($4::uuid[], $5::text[], " +
        "$6::text[], $7::text[], $8::numeric[], $9::numeric[], $10::text[], $11::numeric[], $12::numeric[], " +
        "$13::numeric[]) as s(unit, building, entrance, room, area, weight, debtor, amount, seller, funded)";

    /// <param name="Settled">What the works cost in the end.</param>
    /// <param name="SettlementHash">SHA-256 of the settlement (工程决算).</param>
    /// <param name="AuditHash">SHA-256 of the audit report, where the place asks for one.</param>
    public sealed record Request(Money Settled, string SettlementHash, string? AuditHash = null);

    /// <param name="Funded">Σ paid from balances; the contractor can be paid from it.</param>
    /// <param name="Owed">Σ that households still owe.</param>
    public sealed record Response(SpendView Request, Money Funded, Money Owed);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/spend-requests/{id:guid}/settle", PostAsync).Requires(Permissions.SpendAdvance)
            .WithTags("Spend requests").WithSummary("Settle the works and charge the shares (决算)")
            .WithDescription(
                "After acceptance. Every household's share is final: what its balance holds is charged, the rest is " +
                "its debt (FUND-18); what was held is let go. 422 spend_works.overrun, audit_missing by the policy " +
                "profile (FUND-21); 409 spend_requests.wrong_status unless ACCEPTED.")
            .WithRequestExample(
                """
                {"settled":"28600.00",
                 "settlementHash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}
                """);

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        var shape = new ShapeCheck().Hash(request.SettlementHash, "settlementHash")
            .OptionalHash(request.AuditHash, "auditHash")
            .That(request.Settled > Money.Zero, "settled", "amount.not_positive", "金额应大于零");
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var result = await handler.HandleAsync(id, request, http, ct);
        return result.Succeeded(out var response, out var error) ? TypedResults.Ok(response) : error.ToProblem();
    }

    public sealed class Handler(
        FundsDbContext db, SpendDesk desk, ShareReader reader, HouseholdMoney money, Renewals renewals)
    {
        public async Task<Result<Response>> HandleAsync(
            Guid id, Request request, HttpContext http, CancellationToken ct)
        {
            var taken = await desk.TakeAsync(id, http, ct);
            if (!taken.Succeeded(out var spend, out var error)) return error;
            var facts = await desk.FactsAsync(spend.StreetCode, ct, request.SettlementHash);
            if (spend.Settle(request.Settled, request.AuditHash, facts).Error is { } refused) return refused;
            var split = await reader.SplitAsync(spend, request.Settled, ct);
            if (!split.Succeeded(out var shares, out var unsplit)) return unsplit;
            var balances = await money.BalancesAsync(spend, ct);
            ChargedShare[] charged = [.. shares.Select(share =>
            {
                var balance = balances.GetValueOrDefault(share.UnitId, HouseholdBalance.None);
                return new ChargedShare(share, balance.Funds(share.Amount), balance.Reserved);
            })];

            await db.RunAsync(
                [.. HouseholdMoney.Charge(spend, charged, CivilTime.StartOf(facts.On)), Write(spend, charged)], ct);
            await renewals.FollowAsync(new FundScope(HouseholdMoney.BookOf(spend), spend.EstateId), ct);
            var view = await desk.SaveAsync(spend, "spend_requests.settle", http, ct);
            return new Response(view, Sum(charged, c => c.Funded), Sum(charged, c => c.Owed));
        }

        private static Money Sum(ChargedShare[] charged, Func<ChargedShare, Money> part) =>
            new(charged.Sum(c => part(c).Fen));

        private static NpgsqlBatchCommand Write(SpendRequest r, ChargedShare[] charged) => Sql.Command(SharesSql,
            r.Id, r.StreetCode, r.DivisionCode, charged.Select(c => c.Share.UnitId).ToArray(),
            charged.Select(c => c.Share.Building).ToArray(), charged.Select(c => c.Share.Entrance).ToArray(),
            charged.Select(c => c.Share.Room).ToArray(), charged.Select(c => c.Share.Area.SquareMetres).ToArray(),
            charged.Select(c => c.Share.Weight.Millionths / 1_000_000m).ToArray(),
            charged.Select(c => c.Share.Debtor).ToArray(), charged.Select(c => c.Share.Amount.Yuan).ToArray(),
            charged.Select(c => c.Share.SellerPart.Yuan).ToArray(), charged.Select(c => c.Funded.Yuan).ToArray());
    }
}
