using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.MaintenanceFund;
using CivicPlatform.Funds.SpendRequests;

namespace CivicPlatform.Funds.RestrictedGrants;

/// <summary>POST /restricted-grants: a foundation's money came in, for some households only (RAISE-26).</summary>
public static class ReceiveGrant
{
    private const int MaxText = 100;

    public sealed record Request
    {
        /// <summary>The dedicated account of the estate that it came to.</summary>
        public required Guid AccountId { get; init; }

        /// <summary>A charity; the platform raises nothing itself.</summary>
        public required string Foundation { get; init; }
        public required string Project { get; init; }

        /// <summary>Of the foundation (GB 32100).</summary>
        public required string CreditCode { get; init; }

        /// <summary>SHA-256 of the donation agreement.</summary>
        public required string AgreementHash { get; init; }
        public required EarmarkRequest RestrictedTo { get; init; }
        public required Money Amount { get; init; }

        /// <summary>Of the bank line; one that waits in suspense is taken from there.</summary>
        public required string BankSerial { get; init; }
        public required string BookedAt { get; init; }
    }

    public sealed record EarmarkRequest
    {
        /// <summary>The foundation's own words, such as 高龄空巢.</summary>
        public required string Name { get; init; }

        /// <summary>Years; left out where age does not matter.</summary>
        public int? MinAge { get; init; }
        public bool LivingAlone { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/restricted-grants", PostAsync).Requires(Permissions.GrantWrite)
            .WithTags("Restricted grants").WithSummary("Book a foundation's grant for some households (登记定向资助)")
            .WithDescription(
                "Recorded, never raised here (RAISE-26). The earmark names an age or that the household lives alone. " +
                "404 accounts.not_found; 422 restricted_grants.account_is_maintenance_fund, credit_code_invalid; 409 " +
                "spending.bank_serial_taken.")
            .WithRequestExample(
                """
                {"accountId":"01a1fc79-10a4-7d35-8f0e-0d2b6c1a7e11","foundation":"某慈善基金会","project":"暖梯计划",
                 "creditCode":"91350100M000100Y43",
                 "agreementHash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                 "restrictedTo":{"name":"高龄空巢","minAge":70,"livingAlone":true},"amount":"50000.00",
                 "bankSerial":"W20260000801","bookedAt":"2026-10-08 09:15:00"}
                """);

    private static async Task<Results<Created<GrantView>, ProblemHttpResult>> PostAsync(
        Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        var earmark = request.RestrictedTo;
        var shape = FundMoney.Check(request.BankSerial, request.BookedAt, request.Amount, out var bookedAt)
            .Text(request.Foundation, MaxText).Text(request.Project, MaxText)
            .Text(earmark.Name, MaxText, "restrictedTo.name").Hash(request.AgreementHash, "agreementHash")
            .That(earmark.MinAge is null or (>= 1 and <= 150), "restrictedTo.minAge", "age.malformed", "应为 1 至 150")
            .That(earmark.LivingAlone || earmark.MinAge is not null, "restrictedTo", "earmark.required",
                "须限定年龄或独居，否则不是定向资助");
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var result = await handler.HandleAsync(request, bookedAt, http, ct);
        if (!result.Succeeded(out var view, out var error)) return error.ToProblem();
        return TypedResults.Created($"/api/v1/restricted-grants/{view.Id}", view);
    }

    private static GrantTerms TermsOf(Request r) => new(r.Foundation, r.Project, r.CreditCode, r.AgreementHash,
        new Earmark(r.RestrictedTo.Name, r.RestrictedTo.MinAge, r.RestrictedTo.LivingAlone), r.Amount);

    public sealed class Handler(FundsDbContext db, GrantDesk desk, CurrentUser user)
    {
        public async Task<Result<GrantView>> HandleAsync(
            Request request, DateTimeOffset bookedAt, HttpContext http, CancellationToken ct)
        {
            if (!CreditCode.IsValid(request.CreditCode)) return GrantErrors.CreditCodeInvalid;
            await db.RunAsync([LedgerSql.LockBooks([request.AccountId])], ct);
            var account = await db.BankAccounts.SingleOrDefaultAsync(a => a.Id == request.AccountId, ct);
            if (account is null) return LedgerErrors.AccountNotFound;
            if (account.Purpose is AccountPurpose.MAINTENANCE_FUND) return GrantErrors.AccountIsMaintenanceFund;
            var claimed = await desk.ClaimAsync(
                account.Book, new FundMoney(request.BankSerial, bookedAt, request.Amount), ct);
            if (!claimed.Succeeded(out var claim, out var notOurs)) return notOurs;

            var grant = RestrictedGrant.Receive(account, TermsOf(request), claim.LineId, desk.Now());
            db.Add(grant);
            db.Audit.Record(user, "restricted_grants.receive", grant.Id, grant.StreetCode);
            await db.SaveChangesAsync(ct);
            var book = account.Book;
            Guid Of(LedgerKind kind) => LedgerAccount.IdOf(book.Id, kind);
            await db.RunAsync([LedgerAccount.OpenGrants(book), .. claim.Commands,
                LedgerSql.Insert([new Transfer(book, Of(LedgerKind.SUSPENSE), Of(LedgerKind.RESTRICTED_GRANT),
                    request.Amount, GrantDesk.In, grant.Id, claim.EntryDate)])], ct);
            http.SetETag(grant.Version);
            return GrantView.Of(grant);
        }
    }
}
