using CivicPlatform.Funds.Disclosure;
using CivicPlatform.Funds.Ledger;

namespace CivicPlatform.Funds.PeriodPages;

/// <summary>POST /accounts/{id}/period-pages: closes or corrects the page of an ended period (FUND-25).</summary>
public static class ClosePeriod
{
    public sealed record Request
    {
        /// <summary>Last day of the period.</summary>
        public required DateOnly Through { get; init; }

        /// <summary>Why the page is closed again; without it a second call changes nothing.</summary>
        public string? Reason { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/accounts/{id:guid}/period-pages", PostAsync).Requires(Permissions.PeriodPageWrite)
        .WithTags("Disclosure").WithSummary("Close or correct the public page of a period (专户定期公示)")
        .WithDescription(
            "A year, half or quarter by the place's rules (FUND-25); the service closes ended periods by itself. A " +
            "second call changes nothing, one with a reason makes the next version, of earlier periods too. 422 " +
            "disclosure.no_such_period, disclosure.period_not_ended, rule FUND-25; 404 accounts.not_found.")
        .WithRequestExample("""{"through":"2026-06-30","reason":"补记一笔迟到的利息"}""");

    private static async Task<Results<Ok<ClosedPeriod>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, CancellationToken ct)
    {
        var result = await handler.HandleAsync(id, request, ct);
        return result.Succeeded(out var closed, out var error) ? TypedResults.Ok(closed) : error.ToProblem();
    }

    public sealed class Handler(FundsDbContext db, PeriodCloser closer, ICivilClock civil, CurrentUser user)
    {
        public async Task<Result<ClosedPeriod>> HandleAsync(Guid id, Request request, CancellationToken ct)
        {
            if (new ShapeCheck().OptionalText(request.Reason, 200).Error is { } malformed) return malformed;
            var account = await closer.TakeAsync(id, ct);
            if (account is null) return LedgerErrors.AccountNotFound;
            var period = AccountingPeriod.Of(request.Through, account.Interval);
            if (period.Through != request.Through || period.Through < account.OpenedOn.AddYears(-MostYearsBefore))
                return DisclosureErrors.NoSuchPeriod;
            var today = CivilTime.DayOf(await civil.NowAsync(account.StreetCode, ct));
            if (period.Through >= today) return DisclosureErrors.PeriodNotEnded;

            var reason = string.IsNullOrWhiteSpace(request.Reason) ? null : request.Reason;
            var closed = await closer.CloseAsync(account, period, reason, ct);
            if (closed.Error is not null) return closed;
            db.Audit.Record(user, "period-pages.close", id, account.StreetCode, reason is null ? null : "correction");
            await db.SaveChangesAsync(ct);
            return closed;
        }

        // Statements of earlier years may be entered when a book begins here, and then be disclosed.
        private const int MostYearsBefore = 10;
    }
}
