namespace CivicPlatform.Consultation.Objections;

/// <summary>One step of one objection in one transaction, with the entry that proves it.</summary>
public sealed class ObjectionDesk(ConsultationDbContext db, ICivilClock clock, CurrentUser user)
{
    /// <summary>Gives the objection after the step; the loop sees what it releases within a second.</summary>
    /// <param name="textKey">Keyed hash of the words of the step, if it has any.</param>
    public async Task<Result<Objection>> StepAsync(
        (Guid Period, Guid Objection) id, Func<Objection, DateTimeOffset, Result> step, byte[]? textKey,
        HttpContext http, CancellationToken ct)
    {
        // A statement of its own: of two steps at the same moment the second sees what the first one left.
        await db.Database.ExecuteSqlAsync($"select 1 from objections where id = {id.Objection} for update", ct);
        var objection = await db.Objections.SingleOrDefaultAsync(
            o => o.Id == id.Objection && o.PeriodId == id.Period, ct);
        if (objection is null) return ObjectionErrors.NotFound;
        if (http.CheckIfMatch(objection.Version) is { } stale) return stale;
        if (step(objection, await clock.NowAsync(objection.StreetCode, ct)).Error is { } refusal) return refusal;

        db.Add(ObjectionEntry.Of(objection, textKey, user.Subject));
        db.Audit.Record(
            user, "objections.step", objection.Id, objection.StreetCode, Codes.Of(objection.State));
        await db.SaveChangesAsync(ct);
        http.SetETag(objection.Version);
        return objection;
    }
}
