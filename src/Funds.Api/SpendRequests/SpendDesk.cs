using CivicPlatform.Funds.Ledger;

namespace CivicPlatform.Funds.SpendRequests;

/// <summary>What every step of a spend request does alike: takes it, dates it, and writes it down.</summary>
public sealed class SpendDesk(FundsDbContext db, ICivilClock civil, CurrentUser user, TimeProvider clock)
{
    private const string RevokedSql = "select true from decisions where decision_id = $1 and revoked";

    /// <summary>
    /// The request under its fund's lock, the one order of all writers. 404 when another office's, 412 when the caller
    /// saw an older version, and 422 once its decision is revoked: what is unpaid freezes (EVT-01).
    /// </summary>
    public async Task<Result<SpendRequest>> TakeAsync(Guid id, HttpContext http, CancellationToken ct)
    {
        var account = await db.SpendRequests.Where(r => r.Id == id).Select(r => (Guid?)r.AccountId)
            .SingleOrDefaultAsync(ct);
        if (account is null) return SpendErrors.NotFound;
        await db.RunAsync([LedgerSql.LockBooks([account.Value])], ct);
        var request = await db.SpendRequests.SingleAsync(r => r.Id == id, ct);
        if (http.CheckIfMatch(request.Version) is { } stale) return stale;
        if (await IsFrozenAsync(db, request.DecisionId, ct)) return SpendErrors.DecisionRevoked;
        return request;
    }

    /// <summary>True once the decision was revoked.</summary>
    public static async Task<bool> IsFrozenAsync(FundsDbContext db, Guid? decisionId, CancellationToken ct) =>
        decisionId is { } decision
        && (await db.RowsAsync(Sql.Command(RevokedSql, decision), r => r.GetBoolean(0), ct)).Count > 0;

    /// <summary>The caller, the record date and the legal date, with the paper behind the step.</summary>
    public async Task<MoveFacts> FactsAsync(
        string streetCode, CancellationToken ct, string? documentHash = null, string? note = null) => new(
        user.Subject, clock.GetUtcNow().InMicroseconds(), await TodayAsync(streetCode, ct), documentHash, Note: note);

    /// <summary>Legal date of the office.</summary>
    public async Task<DateOnly> TodayAsync(string streetCode, CancellationToken ct) =>
        CivilTime.DayOf(await civil.NowAsync(streetCode, ct));

    /// <summary>Saves the request with its new facts and its audit row.</summary>
    public async Task<SpendView> SaveAsync(SpendRequest request, string action, HttpContext http, CancellationToken ct)
    {
        db.AddRange(request.TakeNewMoves());
        db.Audit.Record(user, action, request.Id, request.StreetCode, $"{request.Status}");
        await db.SaveChangesAsync(ct);
        http.SetETag(request.Version);
        return SpendView.Of(request, frozen: false);
    }

    /// <summary>A step that needs nothing but its facts.</summary>
    public async Task<Result<SpendView>> StepAsync(
        Guid id, string action, Func<SpendRequest, DateOnly, MoveFacts, Result> step,
        (string? Hash, string? Note) paper, HttpContext http, CancellationToken ct)
    {
        var taken = await TakeAsync(id, http, ct);
        if (!taken.Succeeded(out var request, out var error)) return error;
        var facts = await FactsAsync(request.StreetCode, ct, paper.Hash, paper.Note);
        if (step(request, facts.On, facts).Error is { } refused) return refused;
        return await SaveAsync(request, action, http, ct);
    }
}
