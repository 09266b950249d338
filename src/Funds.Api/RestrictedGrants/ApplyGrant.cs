using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.Posting;

namespace CivicPlatform.Funds.RestrictedGrants;

/// <summary>POST /restricted-grants/{id}/applications: pays what a matching household owes (RAISE-27).</summary>
public static class ApplyGrant
{
    private const string BillSql =
        "select b.id, b.building, b.entrance, b.room, b.amount - b.paid from bills b " +
        "join campaigns c on c.id = b.campaign_id where c.account_id = $1 and c.status = 'OPEN' and b.unit_id = $2";

    public sealed record Request
    {
        public required Guid UnitId { get; init; }
        public required Money Amount { get; init; }

        /// <summary>What the clerk saw; decides here and is not kept.</summary>
        public required Beneficiary Household { get; init; }

        /// <summary>SHA-256 of the papers that show it; they stay with the office.</summary>
        public required string EvidenceHash { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/restricted-grants/{id:guid}/applications", PostAsync).Requires(Permissions.GrantWrite)
            .WithTags("Restricted grants").WithSummary("Let a grant pay a household's share (以资助抵缴分摊款)")
            .WithDescription(
                "Pays the household's open bill as a payment of its own would, if the household meets the earmark: " +
                "422 restricted_grants.not_the_earmark, beyond_unused, beyond_owed, no_bill, rule RAISE-27. Age and " +
                "living alone decide and are not kept. If-Match is checked when given (412).")
            .WithRequestExample(
                """
                {"unitId":"01a1fc79-33c2-7b44-a1d0-7d7c51b0a901","amount":"42000.00",
                 "household":{"age":72,"livesAlone":true},
                 "evidenceHash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}
                """);

    private static async Task<Results<Created<GrantView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        var shape = new ShapeCheck().Hash(request.EvidenceHash, "evidenceHash")
            .That(request.Amount > Money.Zero, "amount", "amount.not_positive", "金额应大于零")
            .That(request.Household.Age is >= 0 and <= 150, "household.age", "age.malformed", "应为 0 至 150");
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var result = await handler.HandleAsync(id, request, http, ct);
        if (!result.Succeeded(out var view, out var error)) return error.ToProblem();
        return TypedResults.Created($"/api/v1/restricted-grants/{id}", view);
    }

    public sealed class Handler(FundsDbContext db, GrantDesk desk)
    {
        public async Task<Result<GrantView>> HandleAsync(
            Guid id, Request request, HttpContext http, CancellationToken ct)
        {
            var taken = await desk.TakeAsync(id, http, ct);
            if (!taken.Succeeded(out var grant, out var error)) return error;
            var found = await db.RowsAsync(Sql.Command(BillSql, grant.AccountId, request.UnitId), r => (
                Id: r.GetGuid(0), Unit: new UnitCode(r.GetString(1), r.GetString(2), r.GetString(3)),
                Owed: r.Money(4)), ct);
            if (found.Count == 0) return GrantErrors.NoBill;
            var bill = found[0];
            if (grant.Apply(request.Amount, request.Household, bill.Owed).Error is { } refused) return refused;

            var use = new GrantUse(
                Guid.CreateVersion7(), GrantDesk.Applied, request.Amount, bill.Id, request.EvidenceHash, null);
            var view = await desk.SaveAsync(grant, use, http, ct);
            await PostAsync(grant, use, bill.Unit, ct);
            return view;
        }

        // The one machinery of bills: totals, events and the ledger move as with a payment of the household's own.
        private async Task PostAsync(RestrictedGrant grant, GrantUse use, UnitCode unit, CancellationToken ct)
        {
            var now = desk.Now();
            var line = new LineToPost(use.Id, grant.AccountId, $"GRANT-{use.Id:N}", now, use.Amount, unit,
                SaysRefund: false);
            PostingBatch batch;
            await using (var reads = await db.BatchAsync(PostingReader.Commands([line]), ct))
            await using (var reader = await reads.ExecuteReaderAsync(ct))
                batch = await PostingReader.ReadAsync(reader, LedgerKind.RESTRICTED_GRANT, ct);
            var posted = batch.Post(line, now);
            if (posted.Placement.ToBill != use.Amount) throw new InvalidOperationException("The bill moved.");
            await db.RunAsync(batch.Commands(now, db.Outbox.Enqueue), ct);
            await db.SaveChangesAsync(ct); // Its events.
        }
    }
}
