using CivicPlatform.Funds.Ledger;

namespace CivicPlatform.Funds.MaintenanceFund;

/// <summary>A maintenance fund whose book is locked until the request ends.</summary>
public sealed record FundScope(Book Book, Guid EstateId)
{
    private const string LockSql =
        "select street_code, division_code, estate_id, purpose, closed_until from bank_accounts " +
        "where id = $1 for update";

    /// <summary>The law of its place (FUND-09, FUND-10).</summary>
    public PolicyProfile Profile => PolicyProfiles.ResolveFor(Book.DivisionCode);

    /// <summary>Takes the book; refuses what is not there and what is no maintenance fund.</summary>
    public static async Task<Result<FundScope>> TakeAsync(FundsDbContext db, Guid accountId, CancellationToken ct)
    {
        var found = await db.RowsAsync(Sql.Command(LockSql, accountId), r => (
            Scope: new FundScope(
                new Book(accountId, r.GetString(0), r.GetString(1)) { ClosedUntil = r.DayOrNull(4) }, r.GetGuid(2)),
            IsFund: r.GetString(3) == nameof(AccountPurpose.MAINTENANCE_FUND)), ct);
        if (found.Count == 0) return LedgerErrors.AccountNotFound;
        return found[0].IsFund ? found[0].Scope : FundErrors.NotAFund;
    }
}
