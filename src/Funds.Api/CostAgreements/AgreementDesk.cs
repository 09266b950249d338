namespace CivicPlatform.Funds.CostAgreements;

/// <summary>Who does something, when, and on which legal date.</summary>
public sealed record AgreementFacts(string Actor, DateTimeOffset At, DateOnly On);

/// <summary>What every step of a cost agreement does alike: takes it, dates it, and writes it down.</summary>
public sealed class AgreementDesk(FundsDbContext db, ICivilClock civil, CurrentUser user, TimeProvider clock)
{
    private const string LockSql = "select id from cost_agreements where id = $1 for update";

    /// <summary>
    /// The agreement under its lock, so that nobody signs while another revises. 404 when another office's, 412 when
    /// the caller saw an older version.
    /// </summary>
    public async Task<Result<CostAgreement>> TakeAsync(Guid id, HttpContext http, CancellationToken ct)
    {
        await db.RunAsync([Sql.Command(LockSql, id)], ct);
        var agreement = await db.CostAgreements.SingleOrDefaultAsync(a => a.Id == id, ct);
        if (agreement is null) return AgreementErrors.NotFound;
        return http.CheckIfMatch(agreement.Version) is { } stale ? stale : agreement;
    }

    /// <summary>The caller, the record date as PostgreSQL keeps it, and the legal date of the office.</summary>
    public async Task<AgreementFacts> FactsAsync(string streetCode, CancellationToken ct)
    {
        var today = CivilTime.DayOf(await civil.NowAsync(streetCode, ct));
        return new AgreementFacts(user.Subject, clock.GetUtcNow().InMicroseconds(), today);
    }

    /// <summary>The sheet that a request means, by the register as it stands now.</summary>
    public async Task<Result<CostSheet>> DrawUpAsync(
        CostAgreement agreement, TermsRequest request, CancellationToken ct)
    {
        var rules = agreement.Profile.LiftCost;
        var terms = request.TermsBy(rules);
        if (terms.Heads.Check(rules).Error is { } beyond) return beyond;
        var read = await AgreementUnits.ReadAsync(db, (agreement.StreetCode, agreement.EstateId),
            (agreement.Building, agreement.Entrance), ct);
        return read.Succeeded(out var units, out var error)
            ? CostSheet.Of(terms, units, request.Choices)
            : error;
    }

    /// <summary>Makes the sheet the next version, and saves it with the agreement and its audit row.</summary>
    public async Task<Result<AgreementView>> AdoptAsync(
        CostAgreement agreement, CostSheet sheet, (string Action, string? Reason) why, AgreementFacts facts,
        HttpContext http, CancellationToken ct)
    {
        if (agreement.Adopt(sheet).Error is { } refused) return refused;
        var view = await SaveAsync(agreement, why.Action, http, ct);
        await db.RunAsync(SheetStore.Write(agreement, sheet, facts, why.Reason), ct);
        return view;
    }

    /// <summary>Saves the agreement and its audit row.</summary>
    public async Task<AgreementView> SaveAsync(
        CostAgreement agreement, string action, HttpContext http, CancellationToken ct)
    {
        db.Audit.Record(user, action, agreement.Id, agreement.StreetCode,
            $"{agreement.Status} {agreement.CurrentVersion}");
        await db.SaveChangesAsync(ct);
        http.SetETag(agreement.Version);
        return AgreementView.Of(agreement);
    }
}
