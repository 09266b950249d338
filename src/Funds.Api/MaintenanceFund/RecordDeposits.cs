using CivicPlatform.Funds.Ledger;
using Npgsql;

namespace CivicPlatform.Funds.MaintenanceFund;

/// <summary>POST /accounts/{id}/deposits: money of many parts that the bank shows as one line (FUND-05).</summary>
public static class RecordDeposits
{
    /// <summary>Most parts of one call.</summary>
    public const int MaxLines = 10_000;

    private static readonly IReadOnlyList<string> s_kinds =
    [
        nameof(FundEntryKind.INITIAL_DEPOSIT), nameof(FundEntryKind.RENEWAL_DEPOSIT),
        nameof(FundEntryKind.OPENING_BALANCE),
    ];

    /// <summary>Kinds of entries that this call writes.</summary>
    public static IReadOnlyList<string> Kinds => s_kinds;

    public sealed record Request
    {
        [CodesOf(typeof(RecordDeposits), nameof(Kinds))]
        public required string Kind { get; init; }

        /// <summary>The bank's line; a statement that told it before or tells it later is the same money.</summary>
        public required string BankSerial { get; init; }

        public required string BookedAt { get; init; }

        /// <summary>Document, such as the number of the deposit list.</summary>
        public required string Note { get; init; }

        /// <summary>1 to 10,000; each part once.</summary>
        public required IReadOnlyList<Line> Lines { get; init; }
    }

    public sealed record Line
    {
        public required string Building { get; init; }
        public string Entrance { get; init; } = "";
        public required string Room { get; init; }

        /// <summary>Yuan; zero only for an opening balance.</summary>
        public required Money Amount { get; init; }

        /// <summary>Initial deposit behind an opening balance; for that kind and no other.</summary>
        public Money? Initial { get; init; }

        /// <summary>Part that the seller of public housing paid (FUND-05), of the amount.</summary>
        public Money BySeller { get; init; }
    }

    /// <param name="Amount">Σ of the lines, and the amount of the bank's line.</param>
    public sealed record Response(Guid Id, [CodesOf(typeof(FundEntryKind))] string Kind, Money Amount, int Units);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/accounts/{id:guid}/deposits", PostAsync)
        .Requires(Permissions.FundWrite)
        .WithTags("Maintenance fund").WithSummary("Book deposits of exclusive parts (维修资金交存)")
        .WithDescription(
            "One bank line over many parts, all or nothing: 422 funds.lines_unfit lists by row what is unknown, " +
            "twice, lost or open already. RENEWAL_DEPOSIT settles renewal tasks (FUND-10); OPENING_BALANCE brings a " +
            "fund in that was kept elsewhere. 422 funds.not_a_maintenance_fund; 409 spending.bank_serial_taken.")
        .WithRequestExample(
            """
            {"kind":"INITIAL_DEPOSIT","bankSerial":"W20260000017","bookedAt":"2026-03-02 10:00:00",
             "note":"首期维修资金交存清单2026-03","lines":[{"building":"4","entrance":"1","room":"101",
             "amount":"6000.00"}]}
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
            if (Check(request, out var bookedAt) is { } malformed) return malformed;
            var taken = await FundScope.TakeAsync(db, accountId, ct);
            if (!taken.Succeeded(out var scope, out var error)) return error;
            var kind = Enum.Parse<FundEntryKind>(request.Kind);
            var units = await FundUnits.ReadAsync(db, scope, ct);
            var fitted = DepositLines.Fit(kind, request.Lines, units);
            if (!fitted.Succeeded(out var lines, out var unfit)) return unfit;
            var total = new Money(lines.Sum(l => l.Amount.Fen));
            var money = new FundMoney(request.BankSerial, bookedAt, total);
            var claimed = await money.ClaimAsync(db, scope.Book, user.Subject, request.Kind, ct);
            if (!claimed.Succeeded(out var claim, out var notOurs)) return notOurs;

            var entry = new FundEntry(scope.Book, kind, total, claim.LineId, claim.EntryDate, request.Note);
            await WriteAsync(entry, lines, claim.Commands, ct);
            await renewals.FollowAsync(scope, ct);
            db.Audit.Record(user, "deposits.record", entry.Id, scope.Book.StreetCode, request.Kind);
            await db.SaveChangesAsync(ct);
            return new Response(entry.Id, request.Kind, total, lines.Count);
        }

        private Task<int> WriteAsync(
            FundEntry entry, IReadOnlyList<DepositLine> lines, IReadOnlyList<NpgsqlBatchCommand> claim,
            CancellationToken ct) => db.RunAsync(
            [
                LedgerAccount.OpenUnits(entry.Book, lines.Select(l => (l.Unit.Id, l.Unit.Building))),
                .. claim,
                entry.Insert(user.Subject),
                UnitFundSql.Deposit(entry, lines),
                UnitFundSql.Remember(entry, lines),
                entry.Credit(lines.Select(l => (l.Unit.Id, l.Amount))),
            ], ct);

        private static Error? Check(Request request, out DateTimeOffset bookedAt)
        {
            var total = new Money(Sum(request.Lines));
            return FundMoney.Check(request.BankSerial, request.BookedAt, total, out bookedAt)
                .Code(request.Kind, s_kinds).Text(request.Note, 200)
                .That(total <= Money.Max, "lines", "amount.too_large", "合计金额过大")
                .That(request.Lines.Count is >= 1 and <= MaxLines, "lines", "lines.count", $"应为 1 至 {MaxLines} 户")
                .Error;
        }

        // A negative or absurd line is refused by its row later; here it must only not overflow.
        private static long Sum(IReadOnlyList<Line> lines) => lines.Take(MaxLines).Sum(l => l.Amount.Fen);
    }
}
