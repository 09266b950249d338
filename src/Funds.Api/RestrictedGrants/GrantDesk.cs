using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.MaintenanceFund;

namespace CivicPlatform.Funds.RestrictedGrants;

/// <summary>What every step of a restricted grant does alike.</summary>
public sealed class GrantDesk(FundsDbContext db, CurrentUser user, TimeProvider clock)
{
    /// <summary>Kinds of its transfers and of its uses.</summary>
    public const string In = "GRANT_IN", Applied = "APPLIED", Returned = "RETURNED";

    private const string UseSql =
        "insert into grant_uses (id, grant_id, street_code, division_code, kind, amount, bill_id, evidence_hash, " +
        "bank_line_id, recorded_by, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

    /// <summary>The grant under its book's lock; 404 when another office's, 412 when stale.</summary>
    public async Task<Result<RestrictedGrant>> TakeAsync(Guid id, HttpContext http, CancellationToken ct)
    {
        var account = await db.RestrictedGrants.Where(g => g.Id == id).Select(g => (Guid?)g.AccountId)
            .SingleOrDefaultAsync(ct);
        if (account is null) return GrantErrors.NotFound;
        await db.RunAsync([LedgerSql.LockBooks([account.Value])], ct);
        var grant = await db.RestrictedGrants.SingleAsync(g => g.Id == id, ct);
        return http.CheckIfMatch(grant.Version) is { } stale ? stale : grant;
    }

    /// <summary>Record date.</summary>
    public DateTimeOffset Now() => clock.GetUtcNow().InMicroseconds();

    /// <summary>Money of the bank, as it comes to or leaves the grant's account.</summary>
    public Task<Result<ClaimedMoney>> ClaimAsync(
        Book book, FundMoney money, CancellationToken ct) => money.ClaimAsync(db, book, user.Subject, In, ct);

    /// <summary>The book of the grant.</summary>
    public static Book BookOf(RestrictedGrant grant) => new(grant.AccountId, grant.StreetCode, grant.DivisionCode);

    /// <summary>Saves the grant with one use, its audit row, and nothing that names a household.</summary>
    public async Task<GrantView> SaveAsync(RestrictedGrant grant, GrantUse use, HttpContext http, CancellationToken ct)
    {
        db.Audit.Record(user, $"restricted_grants.{use.Kind.ToLowerInvariant()}", use.Id, grant.StreetCode);
        await db.SaveChangesAsync(ct);
        var insert = Sql.Command(UseSql, use.Id, grant.Id, grant.StreetCode, grant.DivisionCode, use.Kind,
            use.Amount.Yuan, use.BillId, use.EvidenceHash, use.BankLineId, user.Subject, Now());
        insert.Parameters[6].NpgsqlDbType = insert.Parameters[8].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid;
        await db.RunAsync([insert], ct);
        http.SetETag(grant.Version);
        return GrantView.Of(grant);
    }
}

/// <summary>One use of a grant: a household's bill that it lowered, or the bank line by which it went back.</summary>
public sealed record GrantUse(Guid Id, string Kind, Money Amount, Guid? BillId, string? EvidenceHash, Guid? BankLineId);

/// <summary>A restricted grant as staff see it; no household.</summary>
/// <param name="Unused">Neither applied nor returned yet.</param>
public sealed record GrantView(
    Guid Id, Guid EstateId, Guid AccountId, string Foundation, string Project, string CreditCode, string AgreementHash,
    Earmark RestrictedTo, Money Amount, Money Applied, Money Returned, Money Unused, DateTimeOffset CreatedAt,
    long Version)
{
    public static GrantView Of(RestrictedGrant g) => new(g.Id, g.EstateId, g.AccountId, g.Foundation, g.Project,
        g.CreditCode, g.AgreementHash, g.Earmark, g.Amount, g.Applied, g.Returned, g.Unused, g.CreatedAt, g.Version);
}
