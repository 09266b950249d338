using CivicPlatform.Contracts.Funds;
using CivicPlatform.Funds.Ledger;

namespace CivicPlatform.Funds.Spending;

/// <summary>
/// POST /campaigns/{id}/advances: the property company pays contractors before the owners do (RAISE-06). The money
/// never passes the dedicated account: Dr works, Cr advance payable.
/// </summary>
public static class RecordAdvance
{
    private const string InsertSql =
        "insert into advances (id, advance_id, campaign_id, building, company, purpose, amount, advanced_on) " +
        "select id, $2, $3, building, $4, $5, amount, $6 from unnest($1::uuid[], $7::text[], $8::numeric[]) " +
        "as p(id, building, amount)";

    private const string TotalsSql =
        "update building_totals b set advanced = b.advanced + p.amount from unnest($2::text[], $3::numeric[]) " +
        "as p(building, amount) where b.campaign_id = $1 and b.building = p.building";

    public sealed record Request
    {
        /// <summary>The property company.</summary>
        public required string Company { get; init; }

        public required Money Amount { get; init; }

        /// <summary>One lift each is repaired with it; all buildings when left out. Split equally (FUND-17).</summary>
        public IReadOnlyList<string>? Buildings { get; init; }

        public string Purpose { get; init; } = "电梯大修垫资";
    }

    /// <summary>One building's part.</summary>
    public sealed record Part(string Building, Money Amount);

    public sealed record Response(Guid AdvanceId, Money Amount, DateOnly AdvancedOn, IReadOnlyList<Part> Parts);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/campaigns/{id:guid}/advances", PostAsync).Requires(Permissions.SpendingRecord)
            .WithTags("Spending").WithSummary("Record an advance of the property company (登记垫资)")
            .WithDescription(
                "The company pays contractors before the owners do (RAISE-06); the money never passes the dedicated " +
                "account. Split equally over the buildings, to the fen (FUND-17); all buildings when none is named. " +
                "422 spending.unknown_building, spending.too_small_to_split, spending.decision_revoked (EVT-01); 409 " +
                "spending.campaign_not_open.")
            .WithRequestExample(
                """{"company":"某某物业服务有限公司","amount":"1260000.00","purpose":"电梯大修垫资"}""");

    private static async Task<Results<Created<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, CancellationToken ct)
    {
        var result = await handler.HandleAsync(id, request, ct);
        if (!result.Succeeded(out var response, out var error)) return error.ToProblem();
        return TypedResults.Created($"/api/v1/campaigns/{id}", response);
    }

    public sealed class Handler(FundsDbContext db, ICivilClock civil, CurrentUser user, TimeProvider clock)
    {
        public async Task<Result<Response>> HandleAsync(Guid id, Request request, CancellationToken ct)
        {
            var shape = new ShapeCheck().Text(request.Company, 100).Text(request.Purpose, 100)
                .That(request.Amount > Money.Zero, "amount", "amount.not_positive", "金额应大于零")
                .That(request.Buildings is not { Count: 0 }, "buildings", "buildings.empty", "至少一栋楼");
            if (shape.Error is { } malformed) return malformed;
            var taken = await SpendingScope.TakeAsync(db, id, ct);
            if (!taken.Succeeded(out var scope, out var error)) return error;
            var buildings = (request.Buildings ?? [.. scope.Buildings.Keys]).Order(NaturalOrder.Instance).ToArray();
            if (buildings.FirstOrDefault(b => !scope.Buildings.ContainsKey(b)) is { } unknown)
                return SpendingErrors.UnknownBuilding(unknown);

            var shares = Apportionment.Split(request.Amount, [.. buildings.Select(b => new Bearer(b, new Weight(1)))]);
            if (!shares.Succeeded(out var amounts, out var unsplit)) return unsplit;
            if (amounts.Any(a => a == Money.Zero)) return SpendingErrors.TooSmallToSplit;
            return await WriteAsync(scope, request, [.. buildings.Zip(amounts, (b, a) => new Part(b, a))], ct);
        }

        private async Task<Response> WriteAsync(
            SpendingScope scope, Request request, IReadOnlyList<Part> parts, CancellationToken ct)
        {
            var (campaign, now) = (scope.Campaign, clock.GetUtcNow());
            var civilNow = await civil.NowAsync(campaign.StreetCode, ct);
            var advanceId = Guid.CreateVersion7();
            var ids = parts.Select(_ => Guid.CreateVersion7()).ToArray();
            var transfers = parts.Zip(ids, (part, id) => new Transfer(scope.Book,
                LedgerAccount.IdOf(scope.Book.Id, LedgerKind.WORKS, part.Building),
                LedgerAccount.IdOf(scope.Book.Id, LedgerKind.ADVANCE_PAYABLE, part.Building), part.Amount,
                "ADVANCE_IN", id, civilNow)).ToArray();
            var names = parts.Select(p => p.Building).ToArray();
            var amounts = parts.Select(p => p.Amount.Yuan).ToArray();
            var today = CivilTime.DayOf(civilNow);
            await db.RunAsync([
                Sql.Command(InsertSql, ids, advanceId, campaign.Id, request.Company, request.Purpose, today, names,
                    amounts),
                Sql.Command(TotalsSql, campaign.Id, names, amounts), LedgerSql.Insert(transfers)], ct);
            db.Outbox.Enqueue(new AdvanceRecorded
            {
                AggregateId = campaign.Id,
                AggregateVersion = campaign.NextEvent(),
                OccurredAt = now,
                StreetCode = campaign.StreetCode,
                CaseId = campaign.CaseId,
                EstateId = campaign.EstateId,
                AdvanceId = advanceId,
                Amount = request.Amount.Yuan,
                Buildings = names,
            });
            db.Audit.Record(user, "advances.record", advanceId, campaign.StreetCode);
            await db.SaveChangesAsync(ct);
            return new Response(advanceId, request.Amount, today, parts);
        }
    }
}
