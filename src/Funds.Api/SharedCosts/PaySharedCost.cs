using CivicPlatform.Funds.Spending;

namespace CivicPlatform.Funds.SharedCosts;

/// <summary>
/// POST /shared-costs/{id}/payments: one project's part is paid to the contractor out of its own collection, once.
/// </summary>
public static class PaySharedCost
{
    public sealed record Request
    {
        /// <summary>The works project whose part it is.</summary>
        public required Guid ProjectId { get; init; }
        public required string BankSerial { get; init; }
        public required string BookedAt { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/shared-costs/{id:guid}/payments", PostAsync).Requires(Permissions.SpendingRecord)
            .WithTags("Shared costs").WithSummary("Record that a project paid its part (登记共同费用付款)")
            .WithDescription(
                "A payment to the contractor like any other, of exactly the share: never beyond what the building " +
                "collected (422 spending.beyond_available, rule RAISE-04), under the bank's serial (409 " +
                "spending.bank_serial_taken). 409 shared_costs.paid_already, rule LIFT-05, shared_costs.wrong_status " +
                "before it is approved; 404 shared_costs.not_found, shared_costs.part_not_found. If-Match is checked " +
                "when given (412).")
            .WithRequestExample(
                """
                {"projectId":"01a1fc78-8a30-7b43-a0a1-097011968bf4","bankSerial":"B20240001001",
                 "bookedAt":"2024-09-20 10:15:00"}
                """);

    private static async Task<Results<Ok<SharedCostView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, SharedCostDesk desk, PayContractor.Handler contractor, HttpContext http,
        CancellationToken ct)
    {
        if (!(await desk.TakeAsync(id, http, ct)).Succeeded(out var cost, out var error)) return error.ToProblem();
        if (!cost.PartToPay(request.ProjectId).Succeeded(out var part, out var refused)) return refused.ToProblem();
        var paid = await contractor.PayAsync(part.CampaignId, new PayContractor.Request
        {
            Building = part.Building, Amount = part.Share, Payee = cost.Contractor, Purpose = cost.Purpose,
            BankSerial = request.BankSerial, BookedAt = request.BookedAt,
        }, ct);
        if (!paid.Succeeded(out var payment, out var unpaid)) return unpaid.ToProblem();
        cost.Paid(part, payment.Id, request.BankSerial);
        return TypedResults.Ok(await desk.SaveAsync(cost, "shared_costs.pay", http, ct));
    }
}
