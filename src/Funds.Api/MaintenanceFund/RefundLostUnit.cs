using CivicPlatform.Funds.Ledger;

namespace CivicPlatform.Funds.MaintenanceFund;

/// <summary>POST /accounts/{id}/loss-refunds: a house is gone, and its whole balance goes back (FUND-13).</summary>
public static class RefundLostUnit
{
    private const string UnitSql =
        "select f.building, coalesce(b.credits - b.debits, 0), coalesce(b.held, 0), " +
        "coalesce(r.debits - r.credits, 0), f.deposited, f.by_seller from unit_funds f " +
        "left join ledger_accounts b on b.book_id = $1 and b.unit_id = f.unit_id and b.kind = 'UNIT_BALANCE' " +
        "left join ledger_accounts r on r.book_id = $1 and r.unit_id = f.unit_id and r.kind = 'UNIT_RECEIVABLE' " +
        "where f.book_id = $1 and f.unit_id = $2 and f.lost_on is null";

    private const string LostSql =
        "update unit_funds set lost_on = $3, version = version + 1 where book_id = $1 and unit_id = $2";

    public sealed record Request
    {
        public required Guid UnitId { get; init; }

        /// <summary>What the bank paid: the whole balance.</summary>
        public required Money Amount { get; init; }

        public required string BankSerial { get; init; }
        public required string BookedAt { get; init; }

        /// <summary>The document that says so, such as the expropriation decision.</summary>
        public required string Note { get; init; }
    }

    /// <param name="ToOwner">Goes to the owner.</param>
    /// <param name="ToSeller">
    /// What the seller of public housing deposited goes back to it, or to the treasury: by the ratio of the deposits.
    /// </param>
    public sealed record Response(Guid Id, Guid UnitId, Money Amount, Money ToOwner, Money ToSeller);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/accounts/{id:guid}/loss-refunds", PostAsync).Requires(Permissions.FundWrite)
        .WithTags("Maintenance fund").WithSummary("Refund the balance of a house that is gone (房屋灭失退还)")
        .WithDescription(
            "The whole balance, split between owner and seller by what they deposited (FUND-13); the part takes no " +
            "money after that. 404 funds.unit_not_found; 422 funds.refund_is_not_the_balance, " +
            "funds.nothing_to_refund, funds.balance_is_held, funds.owes_for_works; 409 spending.bank_serial_taken.")
        .WithRequestExample(
            """
            {"unitId":"01a1fc78-8b10-7c11-9b1e-2f0e7f2b1c02","amount":"6012.40","bankSerial":"W20260000402",
             "bookedAt":"2026-09-01 11:20:00","note":"京昌征补字〔2026〕12号"}
            """);

    private static async Task<Results<Created<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, CancellationToken ct)
    {
        var result = await handler.HandleAsync(id, request, ct);
        if (!result.Succeeded(out var response, out var error)) return error.ToProblem();
        return TypedResults.Created($"/api/v1/fund-entries/{response.Id}", response);
    }

    public sealed class Handler(FundsDbContext db, ICivilClock civil, CurrentUser user)
    {
        public async Task<Result<Response>> HandleAsync(Guid accountId, Request request, CancellationToken ct)
        {
            var shape = FundMoney.Check(request.BankSerial, request.BookedAt, request.Amount, out var bookedAt)
                .Text(request.Note, 200);
            if (shape.Error is { } malformed) return malformed;
            var taken = await FundScope.TakeAsync(db, accountId, ct);
            if (!taken.Succeeded(out var scope, out var error)) return error;
            var found = await db.RowsAsync(Sql.Command(UnitSql, accountId, request.UnitId), r => new LostUnit(
                r.GetString(0), r.Money(1), r.Money(2), r.Money(3), r.Money(4), r.Money(5)), ct);
            if (found.Count == 0) return FundErrors.UnitNotFound;
            if (found[0].Refuse(request.Amount) is { } refused) return refused;
            var money = new FundMoney(request.BankSerial, bookedAt, -request.Amount);
            var kind = nameof(FundEntryKind.LOSS_REFUND);
            var claimed = await money.ClaimAsync(db, scope.Book, user.Subject, kind, ct);
            if (!claimed.Succeeded(out var claim, out var notOurs)) return notOurs;

            var toSeller = found[0].SellersPart(request.Amount);
            var entry = new FundEntry(scope.Book, FundEntryKind.LOSS_REFUND, request.Amount, claim.LineId,
                claim.EntryDate, request.Note);
            await WriteAsync(entry, (request.UnitId, found[0].Building, toSeller), claim, ct);
            db.Audit.Record(user, "loss-refunds.record", entry.Id, scope.Book.StreetCode);
            await db.SaveChangesAsync(ct);
            return new Response(entry.Id, request.UnitId, request.Amount, request.Amount - toSeller, toSeller);
        }

        private async Task WriteAsync(
            FundEntry entry, (Guid Id, string Building, Money ToSeller) lost, ClaimedMoney claim, CancellationToken ct)
        {
            var book = entry.Book;
            var unit = new FundUnit(lost.Id, lost.Building, "", "", default, entry.Amount, IsOpen: true, IsLost: true);
            var transfer = new Transfer(book, LedgerAccount.OfUnit(book.Id, LedgerKind.UNIT_BALANCE, lost.Id),
                LedgerAccount.IdOf(book.Id, LedgerKind.SUSPENSE), entry.Amount, entry.Kind.ToString(), entry.Id,
                entry.BookedAt);
            var today = CivilTime.DayOf(await civil.NowAsync(book.StreetCode, ct));
            await db.RunAsync(
            [
                .. claim.Commands, entry.Insert(user.Subject),
                UnitFundSql.Remember(entry, [new DepositLine(unit, entry.Amount, Money.Zero, lost.ToSeller)]),
                LedgerSql.Insert([transfer]), Sql.Command(LostSql, book.Id, lost.Id, today),
                Renewals.CloseLost(book.Id, lost.Id, today),
            ], ct);
        }

        private sealed record LostUnit(
            string Building, Money Balance, Money Held, Money Receivable, Money Deposited, Money BySeller)
        {
            public Error? Refuse(Money amount) =>
                Receivable > Money.Zero ? FundErrors.OwesForWorks
                : Held > Money.Zero ? FundErrors.BalanceIsHeld
                : Balance == Money.Zero ? FundErrors.NothingToRefund
                : amount != Balance ? FundErrors.RefundIsNotTheBalance(amount, Balance) : null;

            public Money SellersPart(Money amount)
            {
                if (BySeller == Money.Zero) return Money.Zero;
                var owner = new Bearer("1", new Weight((Deposited - BySeller).Fen));
                var split = Apportionment.Split(amount, [owner, new Bearer("2", new Weight(BySeller.Fen))]);
                return split.Succeeded(out var parts, out _) ? parts[1] : Money.Zero; // Deposits are above zero here.
            }
        }
    }
}
