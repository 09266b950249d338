using CivicPlatform.Funds.Ledger;

namespace CivicPlatform.Funds.MaintenanceFund;

/// <summary>
/// POST /accounts/{id}/gains: interest and bond gains by what each part held, common income by area (FUND-08, 09).
/// </summary>
public static class RecordGains
{
    private static readonly IReadOnlyList<string> s_kinds =
        [nameof(FundEntryKind.INTEREST), nameof(FundEntryKind.BOND_GAIN), nameof(FundEntryKind.COMMON_INCOME)];

    private const string TotalsSql =
        "select coalesce(sum(credits - debits), 0), (select coalesce(sum(initial), 0) from unit_funds " +
        "where book_id = $1) from ledger_accounts where book_id = $1 and kind = 'UNIT_BALANCE'";

    /// <summary>Kinds of entries that this call writes.</summary>
    public static IReadOnlyList<string> Kinds => s_kinds;

    public sealed record Request
    {
        [CodesOf(typeof(RecordGains), nameof(Kinds))]
        public required string Kind { get; init; }

        public required Money Amount { get; init; }
        public required string BankSerial { get; init; }
        public required string BookedAt { get; init; }

        /// <summary>Document, such as the bank's interest advice.</summary>
        public required string Note { get; init; }

        /// <summary>Common income after reasonable cost, of which the amount is the fund's share (FUND-09).</summary>
        public Money? NetIncome { get; init; }
    }

    /// <param name="Basis">BALANCE or AREA; the odd fen by FUND-17.</param>
    public sealed record Response(
        Guid Id, [CodesOf(typeof(FundEntryKind))] string Kind, Money Amount, string Basis, int Units);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/accounts/{id:guid}/gains", PostAsync)
        .Requires(Permissions.FundWrite)
        .WithTags("Maintenance fund").WithSummary("Book interest, bond gains or common income (增值收益)")
        .WithDescription(
            "Split over the parts to the fen (FUND-17): INTEREST and BOND_GAIN by what each held, COMMON_INCOME by " +
            "area. COMMON_INCOME names netIncome; 422 funds.common_income_share, rule FUND-09, when the fund gets " +
            "less of it than its place asks. 422 funds.nothing_to_share; 409 spending.bank_serial_taken.")
        .WithRequestExample(
            """
            {"kind":"INTEREST","amount":"1523.17","bankSerial":"W20260000311","bookedAt":"2026-06-30 00:00:00",
             "note":"2026年二季度结息"}
            """);

    private static async Task<Results<Created<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, CancellationToken ct)
    {
        var result = await handler.HandleAsync(id, request, ct);
        if (!result.Succeeded(out var response, out var error)) return error.ToProblem();
        return TypedResults.Created($"/api/v1/fund-entries/{response.Id}", response);
    }

    public sealed class Handler(FundsDbContext db, Renewals renewals, CurrentUser user)
    {
        public async Task<Result<Response>> HandleAsync(Guid accountId, Request request, CancellationToken ct)
        {
            var shape = FundMoney.Check(request.BankSerial, request.BookedAt, request.Amount, out var bookedAt)
                .Code(request.Kind, s_kinds).Text(request.Note, 200)
                .That(Enum.TryParse<FundEntryKind>(request.Kind, out var kind)
                    && (kind is FundEntryKind.COMMON_INCOME) == (request.NetIncome >= request.Amount), "netIncome",
                    "net_income.unfit", "公共收益须注明净额，且不小于转入金额；其他收益不填");
            if (shape.Error is { } malformed) return malformed;
            var taken = await FundScope.TakeAsync(db, accountId, ct);
            if (!taken.Succeeded(out var scope, out var error)) return error;
            if (await RefuseShareAsync(scope, request, ct) is { } tooSmall) return tooSmall;
            var units = (await FundUnits.ReadAsync(db, scope, ct)).FindAll(u => !u.IsLost);
            var split = Split(kind, request.Amount, units);
            if (!split.Succeeded(out var shares, out var none)) return none;
            var money = new FundMoney(request.BankSerial, bookedAt, request.Amount);
            var claimed = await money.ClaimAsync(db, scope.Book, user.Subject, request.Kind, ct);
            if (!claimed.Succeeded(out var claim, out var notOurs)) return notOurs;

            var entry = new FundEntry(
                scope.Book, kind, request.Amount, claim.LineId, claim.EntryDate, request.Note);
            var gaining = units.Zip(shares).Where(s => s.Second > Money.Zero).ToArray();
            await db.RunAsync(
            [
                LedgerAccount.OpenUnits(scope.Book, gaining.Select(s => (s.First.Id, s.First.Building))),
                .. claim.Commands, entry.Insert(user.Subject),
                entry.Credit(gaining.Select(s => (s.First.Id, s.Second))),
            ], ct);
            await renewals.FollowAsync(scope, ct);
            db.Audit.Record(user, "gains.record", entry.Id, scope.Book.StreetCode, request.Kind);
            await db.SaveChangesAsync(ct);
            return new Response(entry.Id, request.Kind, request.Amount,
                kind is FundEntryKind.COMMON_INCOME ? "AREA" : "BALANCE", gaining.Length);
        }

        private async Task<Error?> RefuseShareAsync(FundScope scope, Request request, CancellationToken ct)
        {
            if (request.NetIncome is not { } netIncome || scope.Profile.CommonIncome is not { } policy) return null;
            var totals = await db.RowsAsync(
                Sql.Command(TotalsSql, scope.Book.Id), r => (Balance: r.Money(0), Initial: r.Money(1)), ct);
            return policy.Allows(request.Amount, netIncome, totals[0].Balance, totals[0].Initial)
                ? null
                : FundErrors.ShareTooSmall(request.Amount, netIncome, policy);
        }

        private static Result<IReadOnlyList<Money>> Split(FundEntryKind kind, Money amount, List<FundUnit> units)
        {
            var byArea = kind is FundEntryKind.COMMON_INCOME;
            // Fen as hundredths of a weight: the same scale for all, so that only the ratios count.
            var bearers = units.ConvertAll(u => new Bearer(
                u.Key, byArea ? Weight.Of(u.Area) : new Weight(u.Balance.Fen)));
            return bearers.Exists(b => b.Weight.Millionths > 0)
                ? Apportionment.Split(amount, bearers)
                : FundErrors.NothingToShare;
        }
    }
}
