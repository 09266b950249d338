using CivicPlatform.Funds.Disclosure;
using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.Proofs;

namespace CivicPlatform.Funds.PeriodPages;

/// <summary>An account that is disclosed, as the books know it.</summary>
public sealed record DisclosedAccount(
    Guid Id, Guid EstateId, string StreetCode, string DivisionCode, string Purpose, DateOnly OpenedOn)
{
    /// <summary>How often, by the place's rules (FUND-25).</summary>
    public DisclosureInterval Interval => PolicyProfiles.ResolveFor(DivisionCode).DisclosureIntervalOf(Purpose);
}

/// <summary>
/// Closes the page of an account over an ended period (FUND-25): immutable, each chained to the page before. Closing
/// twice gives the first page; a correction, also of an earlier period, is a new version with its reason.
/// </summary>
public sealed class PeriodCloser(FundsDbContext db, PeriodReader reader, PageText text, LineSalts salts)
{
    private const string AccountSql =
        "select b.id, b.estate_id, b.street_code, b.division_code, b.purpose, b.created_at from bank_accounts b " +
        "where b.id = $1";

    private const string PagesSql =
        "select id, from_day, through_day, version, reason, encode(hash, 'hex') from period_pages " +
        "where account_id = $1 order by seq desc limit 400";

    private const string InsertSql =
        "insert into period_pages (id, account_id, estate_id, street_code, from_day, through_day, version, reason, " +
        "content, previous_hash, hash) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

    /// <summary>Takes the book's lock; null when the caller's offices do not hold it.</summary>
    public async Task<DisclosedAccount?> TakeAsync(Guid id, CancellationToken ct)
    {
        await db.RunAsync([LedgerSql.LockBooks([id])], ct);
        var found = await db.RowsAsync(Sql.Command(AccountSql, id), r => new DisclosedAccount(r.GetGuid(0),
            r.GetGuid(1), r.GetString(2), r.GetString(3), r.GetString(4),
            CivilTime.DayOf(r.GetFieldValue<DateTimeOffset>(5))), ct);
        return found.SingleOrDefault();
    }

    /// <summary>The page of that period; the caller has taken the account.</summary>
    public async Task<Result<ClosedPeriod>> CloseAsync(
        DisclosedAccount account, AccountingPeriod period, string? reason, CancellationToken ct)
    {
        var pages = await db.RowsAsync(Sql.Command(PagesSql, account.Id), r => new ClosedPeriod(r.GetGuid(0),
            account.Id, r.GetFieldValue<DateOnly>(1), r.GetFieldValue<DateOnly>(2), r.GetInt32(3), r.TextOrNull(4),
            r.GetString(5)), ct);
        var same = pages.Where(p => p.Through == period.Through).MaxBy(p => p.Version);
        if (same is not null && reason is null) return same;
        var version = (same?.Version ?? 0) + 1;
        return await WriteAsync(account, period, new PagePlace(period.Through, version, version > 1 ? reason : null,
            Convert.FromHexString(pages.FirstOrDefault()?.Hash ?? "")), ct);
    }

    private async Task<Result<ClosedPeriod>> WriteAsync(
        DisclosedAccount account, AccountingPeriod period, PagePlace place, CancellationToken ct)
    {
        var books = await reader.ReadAsync(account.Id, period, ct);
        if (books.Lines.Count > PageRoot.MaxLeaves) return DisclosureErrors.TooManyLines(books.Lines.Count);
        var page = PeriodPage.Of((account.Id, account.Purpose), period, books);
        if (LineSums.BankOf(books.Lines.Select(l => l.Line)) != (page.Opening, page.Closing))
            throw new InvalidOperationException($"The accounts of book {account.Id} differ from its bank account.");

        var (id, texts) = (Guid.CreateVersion7(), books.Lines.Select(l => l.Line.Write()).ToArray());
        var root = MerkleTree.Root(salts.LeavesOf(id, texts));
        var content = text.Write(page with
        {
            Lines = new PageRoot(PageRoot.PeriodForm, id, account.Id, place.Day, place.Version, place.Reason,
                texts.Length, Convert.ToHexStringLower(root)),
        });
        var hash = PageRoot.HashOf(place.PreviousHash, content);
        await db.RunAsync([
            Sql.Command(InsertSql, id, account.Id, account.EstateId, account.StreetCode, period.From, period.Through,
                place.Version, place.Reason, content, place.PreviousHash, hash),
            Sql.Command(PageWriter.LinesSql, id, account.Id, account.StreetCode, account.DivisionCode,
                books.Lines.Select(l => l.Unit).ToArray(), texts)], ct);
        return new ClosedPeriod(id, account.Id, period.From, period.Through, place.Version, place.Reason,
            Convert.ToHexStringLower(hash));
    }
}
