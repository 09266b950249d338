using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.MaintenanceFund;

namespace CivicPlatform.Funds.RestrictedGrants;

/// <summary>POST /restricted-grants/{id}/returns: what is not used goes back to the project (RAISE-27).</summary>
public static class ReturnGrant
{
    public sealed record Request
    {
        public required Money Amount { get; init; }

        /// <summary>Of the line by which it left the account.</summary>
        public required string BankSerial { get; init; }
        public required string BookedAt { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/restricted-grants/{id:guid}/returns", PostAsync).Requires(Permissions.GrantWrite)
            .WithTags("Restricted grants").WithSummary("Record that the rest of a grant went back (资助余额退回)")
            .WithDescription(
                "Of what is neither applied nor returned: 422 restricted_grants.beyond_unused, rule RAISE-27; 409 " +
                "spending.bank_serial_taken. If-Match is checked when given (412).")
            .WithRequestExample(
                """{"amount":"8000.00","bankSerial":"W20260000911","bookedAt":"2026-12-20 09:15:00"}""");

    private static async Task<Results<Created<GrantView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, GrantDesk desk, FundsDbContext db, HttpContext http, CancellationToken ct)
    {
        var shape = FundMoney.Check(request.BankSerial, request.BookedAt, request.Amount, out var bookedAt);
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var taken = await desk.TakeAsync(id, http, ct);
        if (!taken.Succeeded(out var grant, out var error)) return error.ToProblem();
        if (grant.Return(request.Amount).Error is { } refused) return refused.ToProblem();
        var book = GrantDesk.BookOf(grant);
        // A return is money sent back to who paid it: in the closing of the account it counts as a refund.
        var money = new FundMoney(request.BankSerial, bookedAt, -request.Amount) { OutKind = "REFUND" };
        var claimed = await desk.ClaimAsync(book, money, ct);
        if (!claimed.Succeeded(out var claim, out var notOurs)) return notOurs.ToProblem();

        var use = new GrantUse(
            Guid.CreateVersion7(), GrantDesk.Returned, request.Amount, null, null, claim.LineId);
        await db.RunAsync([.. claim.Commands, LedgerSql.Insert([new Transfer(book,
            LedgerAccount.IdOf(book.Id, LedgerKind.RESTRICTED_GRANT), LedgerAccount.IdOf(book.Id, LedgerKind.SUSPENSE),
            request.Amount, "GRANT_RETURN", use.Id, claim.EntryDate)])], ct);
        return TypedResults.Created($"/api/v1/restricted-grants/{id}", await desk.SaveAsync(grant, use, http, ct));
    }
}
