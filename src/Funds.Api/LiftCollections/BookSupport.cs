using CivicPlatform.Funds.CostAgreements;
using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.MaintenanceFund;

namespace CivicPlatform.Funds.LiftCollections;

#pragma warning disable CA1707 // The published code is the name.
/// <summary>Who bears a part of a lift beside its households.</summary>
public enum SupportKind
{
    /// <summary>The government, after the claim (RAISE-21).</summary>
    SUBSIDY,

    /// <summary>Somebody who gives for everybody; what is earmarked is a restricted grant (RAISE-27).</summary>
    GRANT,
}
#pragma warning restore CA1707

/// <summary>POST /cost-agreements/{id}/support-receipts: the subsidy or a grant for everybody came in.</summary>
public static class BookSupport
{
    private const string OpenSql =
        "select case $3 when 'SUBSIDY' then v.subsidy else v.grants end - coalesce((select sum(r.amount) " +
        "from support_receipts r where r.agreement_id = $1 and r.kind = $3), 0), " +
        "exists (select 1 from subsidy_claims c where c.agreement_id = $1) " +
        "from cost_versions v where v.agreement_id = $1 and v.number = $2";

    private const string InsertSql =
        "insert into support_receipts (id, agreement_id, street_code, division_code, kind, amount, bank_line_id, " +
        "booked_at, recorded_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

    private const string TotalsSql =
        "update building_totals set supported = supported + $2 where campaign_id = $1 and building = $3";

    public sealed record Request
    {
        public required SupportKind Kind { get; init; }
        public required Money Amount { get; init; }

        /// <summary>Of the bank line; one that waits in suspense is taken from there.</summary>
        public required string BankSerial { get; init; }
        public required string BookedAt { get; init; }
    }

    /// <param name="Open">What of the agreement's subsidy or grants has not come in yet.</param>
    public sealed record Response(Guid Id, SupportKind Kind, Money Amount, Money Open);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/cost-agreements/{id:guid}/support-receipts", PostAsync).Requires(Permissions.CampaignWrite)
            .WithTags("Cost agreements").WithSummary("Book subsidy or grants that came in (登记补贴、资助到账)")
            .WithDescription(
                "Money of the lift's building, from which contractors are paid; never more than the agreement says. " +
                "The subsidy is claimed first. 422 lift_collections.beyond_support, not_claimed, rule RAISE-21; 409 " +
                "not_collecting, spending.bank_serial_taken.")
            .WithRequestExample(
                """
                {"kind":"SUBSIDY","amount":"280000.00","bankSerial":"W20260000702","bookedAt":"2026-12-02 09:15:00"}
                """);

    private static async Task<Results<Created<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        var shape = FundMoney.Check(request.BankSerial, request.BookedAt, request.Amount, out var bookedAt);
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var result = await handler.HandleAsync(id, request, bookedAt, http, ct);
        if (!result.Succeeded(out var response, out var error)) return error.ToProblem();
        return TypedResults.Created($"/api/v1/cost-agreements/{id}/support-receipts/{response.Id}", response);
    }

    public sealed class Handler(FundsDbContext db, AgreementDesk desk, CurrentUser user)
    {
        public async Task<Result<Response>> HandleAsync(
            Guid id, Request request, DateTimeOffset bookedAt, HttpContext http, CancellationToken ct)
        {
            var taken = await desk.TakeAsync(id, http, ct);
            if (!taken.Succeeded(out var agreement, out var error)) return error;
            var scope = await CollectionScope.TakeAsync(db, id, ct);
            if (scope is null) return CollectionErrors.NotCollecting;
            var found = await db.RowsAsync(Sql.Command(OpenSql, id, agreement.CurrentVersion, $"{request.Kind}"),
                r => (Open: r.Money(0), Claimed: r.GetBoolean(1)), ct);
            var (open, claimed) = found[0];
            if (request.Kind is SupportKind.SUBSIDY && !claimed) return CollectionErrors.NotClaimed;
            if (request.Amount > open) return CollectionErrors.BeyondSupport(request.Amount, open);
            var kind = $"{request.Kind}_IN";
            var money = new FundMoney(request.BankSerial, bookedAt, request.Amount);
            var claim = await money.ClaimAsync(db, scope.Book, user.Subject, kind, ct);
            if (!claim.Succeeded(out var line, out var notOurs)) return notOurs;

            var (receipt, book) = (Guid.CreateVersion7(), scope.Book);
            var collection = LedgerAccount.IdOf(book.Id, LedgerKind.COLLECTION, agreement.Building);
            var suspense = LedgerAccount.IdOf(book.Id, LedgerKind.SUSPENSE);
            await db.RunAsync([.. line.Commands,
                LedgerSql.Insert(
                    [new Transfer(book, suspense, collection, request.Amount, kind, receipt, line.EntryDate)]),
                Sql.Command(InsertSql, receipt, id, book.StreetCode, book.DivisionCode, $"{request.Kind}",
                    request.Amount.Yuan, line.LineId, bookedAt, user.Subject),
                Sql.Command(TotalsSql, scope.CampaignId, request.Amount.Yuan, agreement.Building)], ct);
            db.Audit.Record(user, "cost_agreements.support", receipt, agreement.StreetCode, $"{request.Kind}");
            await db.SaveChangesAsync(ct);
            return new Response(receipt, request.Kind, request.Amount, open - request.Amount);
        }
    }
}
