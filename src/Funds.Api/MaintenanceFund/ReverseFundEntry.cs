using CivicPlatform.Funds.Ledger;
using Npgsql;

namespace CivicPlatform.Funds.MaintenanceFund;

/// <summary>POST /fund-entries/{id}/reverse: takes an entry back by its mirror (FUND-27).</summary>
public static class ReverseFundEntry
{
    private const string EntrySql =
        "select book_id, kind, amount, bank_line_id, booked_at from fund_entries where id = $1";

    private const string ReversedSql = "select 1 from fund_entries where reverses = $1";

    private const string TransfersSql =
        "select id, debit_id, credit_id, amount from ledger_transfers " +
        "where source_id = $1 and book_id = $2 order by seq";

    private const string MirrorsSql =
        "insert into ledger_reversals (transfer_id, reversed_id, street_code, division_code) " +
        "select t, r, $3, $4 from unnest($1::uuid[], $2::uuid[]) as n(t, r)";

    // Lost units come back to life when their refund is taken back.
    private const string ReviveSql =
        "update unit_funds f set lost_on = null, version = f.version + 1 from fund_entry_units u " +
        "where u.entry_id = $2 and f.book_id = $1 and f.unit_id = u.unit_id";

    private const string WaitsSql =
        "update suspense_lines set status = 'OPEN', assigned_by = null, assigned_at = null, reason = null, " +
        "version = version + 1 where id = $1 and status = 'ASSIGNED'";

    public sealed record Request
    {
        /// <summary>Why; kept with the reversal.</summary>
        public required string Reason { get; init; }
    }

    /// <param name="Reverses">The entry that counts no more.</param>
    public sealed record Response(Guid Id, Guid Reverses, Money Amount);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/fund-entries/{id:guid}/reverse", PostAsync)
        .Requires(Permissions.FundWrite)
        .WithTags("Maintenance fund").WithSummary("Take a fund entry back by its mirror (冲正)")
        .WithDescription(
            "Nothing is changed or deleted (FUND-27): each transfer gets its mirror, and the bank's money waits in " +
            "suspense again. 404 funds.entry_not_found; 409 funds.entry_already_reversed; 422 " +
            "funds.reversal_is_final, funds.money_is_spent.")
        .WithRequestExample("""{"reason":"交存清单房号有误，重新记账"}""");

    private static async Task<Results<Created<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, CancellationToken ct)
    {
        var result = await handler.HandleAsync(id, request, ct);
        if (!result.Succeeded(out var response, out var error)) return error.ToProblem();
        return TypedResults.Created($"/api/v1/fund-entries/{response.Id}", response);
    }

    public sealed class Handler(FundsDbContext db, Renewals renewals, CurrentUser user)
    {
        public async Task<Result<Response>> HandleAsync(Guid id, Request request, CancellationToken ct)
        {
            if (new ShapeCheck().Text(request.Reason, 200).Error is { } malformed) return malformed;
            var found = await db.RowsAsync(Sql.Command(EntrySql, id), r => new Entry(r.GetGuid(0),
                Enum.Parse<FundEntryKind>(r.GetString(1)), r.Money(2), r.GetGuid(3),
                r.GetFieldValue<DateTimeOffset>(4)), ct);
            if (found.Count == 0) return FundErrors.EntryNotFound;
            var entry = found[0];
            if (entry.Kind is FundEntryKind.REVERSAL) return FundErrors.ReversalIsFinal;
            var taken = await FundScope.TakeAsync(db, entry.BookId, ct);
            if (!taken.Succeeded(out var scope, out var error)) return error;
            var reversed = await db.RowsAsync(Sql.Command(ReversedSql, id), r => r.GetInt32(0), ct);
            if (reversed.Count > 0) return FundErrors.AlreadyReversed;

            var reversal = new FundEntry(scope.Book, FundEntryKind.REVERSAL, entry.Amount, entry.LineId,
                scope.Book.OpenDate(entry.BookedAt), request.Reason, id);
            if (!await TryWriteAsync(reversal, id, entry.Kind, ct)) return FundErrors.MoneyIsSpent;
            await renewals.FollowAsync(scope, ct);
            db.Audit.Record(user, "fund-entries.reverse", reversal.Id, scope.Book.StreetCode);
            await db.SaveChangesAsync(ct);
            return new Response(reversal.Id, id, entry.Amount);
        }

        /// <summary>False when a part has spent or promised the money: the database refuses, nothing moves.</summary>
        private async Task<bool> TryWriteAsync(FundEntry reversal, Guid id, FundEntryKind kind, CancellationToken ct)
        {
            var book = reversal.Book;
            var originals = await db.RowsAsync(Sql.Command(TransfersSql, id, book.Id), r => (Id: r.GetGuid(0),
                Transfer: new Transfer(book, r.GetGuid(1), r.GetGuid(2), r.Money(3), kind.ToString(), id,
                    reversal.BookedAt)), ct);
            var mirrors = originals.ConvertAll(o => o.Transfer.Mirror(nameof(FundEntryKind.REVERSAL), reversal.Id));
            try
            {
                await db.RunAsync(
                [
                    reversal.Insert(user.Subject),
                    LedgerSql.Insert(mirrors),
                    Sql.Command(MirrorsSql, mirrors.Select(m => m.Id).ToArray(), originals.Select(o => o.Id).ToArray(),
                        book.StreetCode, book.DivisionCode),
                    kind is FundEntryKind.LOSS_REFUND
                        ? Sql.Command(ReviveSql, book.Id, id)
                        : UnitFundSql.TakeBack(book, id),
                    Sql.Command(WaitsSql, reversal.LineId),
                ], ct);
                return true;
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.CheckViolation)
            {
                return false;
            }
        }

        private sealed record Entry(
            Guid BookId, FundEntryKind Kind, Money Amount, Guid LineId, DateTimeOffset BookedAt);
    }
}
