using CivicPlatform.Funds.Calculators;
using CivicPlatform.Funds.CostAgreements;
using CivicPlatform.Funds.MaintenanceFund;

namespace CivicPlatform.Funds.LiftCollections;

/// <summary>
/// POST /cost-agreements/{id}/late-joiners: who did not pay joins at his original share; nobody votes on it (RAISE-24).
/// </summary>
public static class JoinLate
{
    private const string LineSql =
        "select l.building, l.entrance, l.room, l.area, l.participation, l.share, v.late_join, " +
        "coalesce(h.sale_status = 'SOLD', true), " +
        "exists (select 1 from late_joins j where j.agreement_id = $1 and j.unit_id = l.unit_id) " +
        "from cost_versions v join cost_lines l on l.version_id = v.id " +
        "left join unit_holders h on h.unit_id = l.unit_id " +
        "where v.agreement_id = $1 and v.number = $2 and l.unit_id = $3";

    public sealed record Request
    {
        public required Guid UnitId { get; init; }

        /// <summary>Its share had all paid: share of GET .../households.</summary>
        public required Money Amount { get; init; }

        /// <summary>Of the bank line; one that waits in suspense is taken from there.</summary>
        public required string BankSerial { get; init; }
        public required string BookedAt { get; init; }
    }

    /// <param name="CardDue">The lift card is to be issued: paid, and no vote is asked for.</param>
    /// <param name="Credited">Σ of what the others get as credit; 0.00 when it is kept for the lift.</param>
    public sealed record Response(
        Guid Id, Guid UnitId, Money Amount, LateJoinRule Rule, DateOnly JoinedOn, bool CardDue, Money Credited);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/cost-agreements/{id:guid}/late-joiners", PostAsync).Requires(Permissions.CampaignWrite)
            .WithTags("Cost agreements").WithSummary("Let a household join that did not pay (补交加入)")
            .WithDescription(
                "Any household that did not pay, at its original share: no vote and no consent of the others is " +
                "asked for (RAISE-24). What it pays lowers the others' bills pro rata to the fen, and what they paid " +
                "already becomes their credit; or it is kept for the lift, as the agreement says. 422 " +
                "lift_collections.not_the_share, pays_already, cost_agreements.unit_outside; 409 " +
                "lift_collections.joined_already, not_collecting, spending.bank_serial_taken.")
            .WithRequestExample(
                """
                {"unitId":"01a1fc79-33c2-7b44-a1d0-7d7c51b0a902","amount":"28000.00","bankSerial":"W20260000611",
                 "bookedAt":"2026-11-02 09:15:00"}
                """);

    private static async Task<Results<Created<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        var shape = FundMoney.Check(request.BankSerial, request.BookedAt, request.Amount, out var bookedAt);
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var result = await handler.HandleAsync(id, request, bookedAt, http, ct);
        if (!result.Succeeded(out var response, out var error)) return error.ToProblem();
        return TypedResults.Created($"/api/v1/cost-agreements/{id}/late-joiners/{response.Id}", response);
    }

    public sealed class Handler(FundsDbContext db, AgreementDesk desk, CurrentUser user)
    {
        public async Task<Result<Response>> HandleAsync(
            Guid id, Request request, DateTimeOffset bookedAt, HttpContext http, CancellationToken ct)
        {
            var taken = await desk.TakeAsync(id, http, ct);
            if (!taken.Succeeded(out var agreement, out var error)) return error;
            var query = Sql.Command(LineSql, id, agreement.CurrentVersion, request.UnitId);
            var found = await db.RowsAsync(query, r => (
                Joiner: new Joiner(request.UnitId, r.GetString(0), r.GetString(1), r.GetString(2), r.GetDecimal(3),
                    r.Money(5), Enum.Parse<LateJoinRule>(r.GetString(6)), r.GetBoolean(7)),
                Pays: r.GetString(4) == $"{Participation.PAY}", Joined: r.GetBoolean(8)), ct);
            if (found.Count == 0) return AgreementErrors.UnitOutside;
            var (joiner, pays, joined) = found[0];
            if (pays) return CollectionErrors.PaysAlready;
            if (joined) return CollectionErrors.JoinedAlready;
            if (request.Amount != joiner.Share) return CollectionErrors.NotTheShare(joiner.Share, request.Amount);

            var scope = await CollectionScope.TakeAsync(db, id, ct);
            if (scope is null) return CollectionErrors.NotCollecting;
            var money = new FundMoney(request.BankSerial, bookedAt, request.Amount);
            var claimed = await money.ClaimAsync(db, scope.Book, user.Subject, LateJoin.Kind, ct);
            if (!claimed.Succeeded(out var claim, out var notOurs)) return notOurs;
            var credits = LateCredits.Of(joiner.Share, scope.Bills);
            if (!credits.Succeeded(out var all, out var unsplit)) return unsplit;
            var facts = await desk.FactsAsync(agreement.StreetCode, ct);
            var join = new LateJoin(scope, joiner, joiner.Rule is LateJoinRule.CREDIT_PAYERS ? all : [], claim);
            await db.RunAsync([.. claim.Commands, .. join.Commands(id, facts, bookedAt)], ct);
            db.Audit.Record(user, "cost_agreements.join_late", join.Id, agreement.StreetCode);
            await db.SaveChangesAsync(ct);
            return new Response(join.Id, joiner.UnitId, joiner.Share, joiner.Rule, facts.On, CardDue: true,
                join.Credited);
        }
    }
}
