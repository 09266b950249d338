using CivicPlatform.Contracts.Funds;
using CivicPlatform.Funds.Ledger;
using Npgsql;

namespace CivicPlatform.Funds.Spending;

/// <summary>
/// POST /campaigns/{id}/repayments: pays the advance back from one building's collections, after reserved instalments
/// and oldest advance first (RAISE-06).
/// </summary>
public static class RepayAdvance
{
    private const string AdvancesSql =
        "select id, advance_id, company, amount - repaid from advances " +
        "where campaign_id = $1 and building = $2 and repaid < amount order by seq";

    private const string AdvanceSql = "update advances set repaid = repaid + $2 where id = $1";

    private const string TotalsSql =
        "update building_totals set repaid = repaid + $3 where campaign_id = $1 and building = $2";

    public sealed record Request
    {
        public required string Building { get; init; }
        public required Money Amount { get; init; }
        public required string BankSerial { get; init; }
        public required string BookedAt { get; init; }
    }

    /// <param name="Outstanding">Still owed for this building.</param>
    /// <param name="CampaignOutstanding">Still owed for all buildings.</param>
    public sealed record Response(
        Guid Id, string Building, Money Amount, Money Outstanding, Money CampaignOutstanding);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/campaigns/{id:guid}/repayments", PostAsync).Requires(Permissions.SpendingRecord)
            .WithTags("Spending").WithSummary("Repay an advance from a building's collections (归还垫资)")
            .WithDescription(
                "After reserved instalments, oldest advance first: 422 spending.beyond_outstanding, " +
                "spending.beyond_available, rule RAISE-06; spending.unknown_building. 409 " +
                "spending.bank_serial_taken, spending.campaign_not_open; spending.bank_serial_staged passes by " +
                "itself. 422 spending.decision_revoked, rule EVT-01.")
            .WithRequestExample(
                """
                {"building":"4","amount":"35000.00","bankSerial":"B20230001002","bookedAt":"2023-09-01 09:00:00"}
                """);

    private static async Task<Results<Created<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, CancellationToken ct)
    {
        var result = await handler.HandleAsync(id, request, ct);
        if (!result.Succeeded(out var response, out var error)) return error.ToProblem();
        return TypedResults.Created($"/api/v1/campaigns/{id}/repayments/{response.Id}", response);
    }

    public sealed class Handler(FundsDbContext db, CurrentUser user, TimeProvider clock)
    {
        public async Task<Result<Response>> HandleAsync(Guid id, Request request, CancellationToken ct)
        {
            var shape = OutPayment.Check(request.Amount, request.BankSerial, request.BookedAt, out var bookedAt)
                .Text(request.Building, 20);
            if (shape.Error is { } malformed) return malformed;
            var taken = await SpendingScope.TakeAsync(db, id, ct);
            if (!taken.Succeeded(out var scope, out var error)) return error;
            if (!scope.Buildings.TryGetValue(request.Building, out var building))
                return SpendingErrors.UnknownBuilding(request.Building);
            if (RepaymentRule.Check(request.Amount, building.Outstanding, building.Funds).Error is { } refused)
                return refused;

            var owed = await db.RowsAsync(Sql.Command(AdvancesSql, id, request.Building),
                r => new Owed(r.GetGuid(0), r.GetGuid(1), r.GetString(2), r.Money(3)), ct);
            var payment = new OutPayment(Guid.CreateVersion7(), OutPayment.Repayment, request.Building, owed[0].Company,
                "偿还垫资", request.Amount, request.BankSerial, bookedAt);
            var booked = await payment.BookAsync(db, scope, LedgerKind.ADVANCE_PAYABLE, user.Subject, ct);
            if (!booked.Succeeded(out var commands, out var serialTaken)) return serialTaken;
            await WriteAsync(scope, payment, owed, commands, ct);
            var campaign = new Money(scope.Buildings.Values.Sum(b => b.Outstanding.Fen)) - request.Amount;
            return new Response(
                payment.Id, request.Building, request.Amount, building.Outstanding - request.Amount, campaign);
        }

        private async Task WriteAsync(
            SpendingScope scope, OutPayment payment, IReadOnlyList<Owed> owed,
            IReadOnlyList<NpgsqlBatchCommand> commands, CancellationToken ct)
        {
            var parts = RepaymentRule.OldestFirst(payment.Amount, [.. owed.Select(o => o.Outstanding)]);
            var repaid = owed.Zip(parts).Where(p => p.Second > Money.Zero).ToArray();
            await db.RunAsync([.. commands, .. repaid.Select(p => Sql.Command(AdvanceSql, p.First.Id, p.Second.Yuan)),
                Sql.Command(TotalsSql, scope.Campaign.Id, payment.Building, payment.Amount.Yuan)], ct);
            foreach (var (advance, part) in repaid) db.Outbox.Enqueue(Event(scope, payment, advance, part));
            db.Audit.Record(user, "advances.repay", payment.Id, scope.Campaign.StreetCode);
            await db.SaveChangesAsync(ct);
        }

        private AdvanceRepaid Event(SpendingScope scope, OutPayment payment, Owed advance, Money part) => new()
        {
            AggregateId = scope.Campaign.Id,
            AggregateVersion = scope.Campaign.NextEvent(),
            OccurredAt = clock.GetUtcNow(),
            StreetCode = scope.Campaign.StreetCode,
            CaseId = scope.Campaign.CaseId,
            EstateId = scope.Campaign.EstateId,
            AdvanceId = advance.AdvanceId,
            Building = payment.Building,
            Amount = part.Yuan,
            Outstanding = (advance.Outstanding - part).Yuan,
        };
    }

    private sealed record Owed(Guid Id, Guid AdvanceId, string Company, Money Outstanding);
}
