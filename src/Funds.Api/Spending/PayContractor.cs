using CivicPlatform.Contracts.Funds;
using CivicPlatform.Funds.Ledger;

namespace CivicPlatform.Funds.Spending;

/// <summary>
/// POST /campaigns/{id}/spendings: a payment to the contractor from the dedicated account, charged to one building
/// and never beyond what that building collected (RAISE-04); /instalments reserves what is due.
/// </summary>
public static class PayContractor
{
    private const string TotalsSql =
        "update building_totals set spent = spent + $3 where campaign_id = $1 and building = $2";

    // Oldest instalment first; the running sum says how much of each this payment covers.
    private const string InstalmentsSql =
        "update instalments i set paid = i.paid + d.part from (select id, " +
        "least(amount - paid, greatest($3 - coalesce(sum(amount - paid) over (order by seq rows between unbounded " +
        "preceding and 1 preceding), 0), 0)) as part from instalments where campaign_id = $1 and building = $2) d " +
        "where i.id = d.id and d.part > 0";

    private const string ReserveSql =
        "insert into instalments (id, campaign_id, building, amount, due_on) values ($1, $2, $3, $4, $5)";

    public sealed record Request
    {
        public required string Building { get; init; }
        public required Money Amount { get; init; }

        /// <summary>The contractor: an organisation, never a person (FUND-22).</summary>
        public required string Payee { get; init; }

        public required string Purpose { get; init; }
        public required string BankSerial { get; init; }
        public required string BookedAt { get; init; }
    }

    public sealed record InstalmentRequest
    {
        public required string Building { get; init; }
        public required Money Amount { get; init; }
        public required DateOnly DueOn { get; init; }
    }

    /// <param name="Available">What the building can still pay, reserved instalments taken off.</param>
    public sealed record Response(Guid Id, string Building, Money Amount, Money Available);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/campaigns/{id:guid}/spendings", PostAsync).Requires(Permissions.SpendingRecord)
            .WithTags("Spending").WithSummary("Record a payment to the contractor (登记工程款)")
            .WithDescription(
                "From the dedicated account, charged to one building and never beyond what it collected: 422 " +
                "spending.beyond_available, rule RAISE-04; spending.unknown_building. The bank's serial is booked " +
                "once: 409 spending.bank_serial_taken; spending.bank_serial_staged passes by itself. 409 " +
                "spending.campaign_not_open; 422 spending.decision_revoked, rule EVT-01. payee is an organisation, " +
                "never a person (FUND-22).")
            .WithRequestExample(
                """
                {"building":"4","amount":"35000.00","payee":"某某电梯工程有限公司","purpose":"电梯大修首付款",
                 "bankSerial":"B20230001001","bookedAt":"2023-07-20 10:15:00"}
                """);
        routes.MapPost("/campaigns/{id:guid}/instalments", ReserveAsync).Requires(Permissions.SpendingRecord)
            .WithTags("Spending").WithSummary("Reserve an instalment that will be due (预留工程款)")
            .WithDescription(
                "Money reserved cannot repay an advance (RAISE-06). available in the answer may be negative: what is " +
                "due beyond collections. 422 spending.unknown_building, spending.decision_revoked (EVT-01); 409 " +
                "spending.campaign_not_open.")
            .WithRequestExample("""{"building":"4","amount":"35000.00","dueOn":"2023-08-31"}""");
    }

    private static async Task<Results<Created<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, CancellationToken ct)
    {
        var result = await handler.PayAsync(id, request, ct);
        if (!result.Succeeded(out var response, out var error)) return error.ToProblem();
        return TypedResults.Created($"/api/v1/campaigns/{id}/spendings/{response.Id}", response);
    }

    private static async Task<Results<Created<Response>, ProblemHttpResult>> ReserveAsync(
        Guid id, InstalmentRequest request, Handler handler, CancellationToken ct)
    {
        var result = await handler.ReserveAsync(id, request, ct);
        if (!result.Succeeded(out var response, out var error)) return error.ToProblem();
        return TypedResults.Created($"/api/v1/campaigns/{id}/instalments/{response.Id}", response);
    }

    public sealed class Handler(FundsDbContext db, CurrentUser user, TimeProvider clock)
    {
        public async Task<Result<Response>> PayAsync(Guid id, Request request, CancellationToken ct)
        {
            var shape = OutPayment.Check(request.Amount, request.BankSerial, request.BookedAt, out var bookedAt)
                .Text(request.Building, 20).Text(request.Payee, 100).Text(request.Purpose, 100);
            if (shape.Error is { } malformed) return malformed;
            var taken = await SpendingScope.TakeAsync(db, id, ct);
            if (!taken.Succeeded(out var scope, out var error)) return error;
            if (!scope.Buildings.TryGetValue(request.Building, out var building))
                return SpendingErrors.UnknownBuilding(request.Building);
            var left = building.Funds with { Reserved = Money.Zero }; // The reservation is for this payment.
            if (request.Amount > left.Available)
                return SpendingErrors.BeyondAvailable(request.Amount, left.Available, "RAISE-04");

            var payment = new OutPayment(Guid.CreateVersion7(), OutPayment.Works, request.Building, request.Payee,
                request.Purpose, request.Amount, request.BankSerial, bookedAt);
            var booked = await payment.BookAsync(db, scope, LedgerKind.WORKS, user.Subject, ct);
            if (!booked.Succeeded(out var commands, out var refused)) return refused;
            await db.RunAsync([.. commands,
                Sql.Command(TotalsSql, id, request.Building, request.Amount.Yuan),
                Sql.Command(InstalmentsSql, id, request.Building, request.Amount.Yuan)], ct);
            await TellAsync(scope, payment, ct);
            var reserved = building.Funds.Reserved - request.Amount;
            var after = building.Funds with
            {
                PaidToContractors = building.Funds.PaidToContractors + request.Amount,
                Reserved = reserved > Money.Zero ? reserved : Money.Zero,
            };
            return new Response(payment.Id, request.Building, request.Amount, after.Available);
        }

        public async Task<Result<Response>> ReserveAsync(Guid id, InstalmentRequest request, CancellationToken ct)
        {
            var shape = new ShapeCheck()
                .That(request.Amount > Money.Zero, "amount", "amount.not_positive", "金额应大于零");
            if (shape.Error is { } malformed) return malformed;
            var taken = await SpendingScope.TakeAsync(db, id, ct);
            if (!taken.Succeeded(out var scope, out var error)) return error;
            if (!scope.Buildings.TryGetValue(request.Building, out var building))
                return SpendingErrors.UnknownBuilding(request.Building);
            var instalment = Guid.CreateVersion7();
            await db.RunAsync(
                [Sql.Command(ReserveSql, instalment, id, request.Building, request.Amount.Yuan, request.DueOn)], ct);
            db.Audit.Record(user, "instalments.reserve", instalment, scope.Campaign.StreetCode);
            await db.SaveChangesAsync(ct);
            var available = building.Funds.Available - request.Amount;
            return new Response(instalment, request.Building, request.Amount, available);
        }

        private async Task TellAsync(SpendingScope scope, OutPayment payment, CancellationToken ct)
        {
            db.Outbox.Enqueue(new SpendPaid
            {
                AggregateId = scope.Campaign.Id,
                AggregateVersion = scope.Campaign.NextEvent(),
                OccurredAt = clock.GetUtcNow(),
                StreetCode = scope.Campaign.StreetCode,
                CaseId = scope.Campaign.CaseId,
                EstateId = scope.Campaign.EstateId,
                Building = payment.Building,
                Amount = payment.Amount.Yuan,
            });
            db.Audit.Record(user, "spendings.pay", payment.Id, scope.Campaign.StreetCode);
            await db.SaveChangesAsync(ct);
        }
    }
}
