using CivicPlatform.Cases.Data;
using CivicPlatform.Cases.Duties;
using CivicPlatform.Cases.Intake;
using CivicPlatform.Cases.Rates;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using CivicPlatform.ServiceDefaults.Security;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Handling;

/// <summary>
/// What every command on a case does alike: takes it, asks the rules, writes the move and all it causes.
/// </summary>
public sealed class HandlingDesk(
    CasesDbContext db, CurrentUser user, DepartmentAccess access, FieldCipher cipher, ICivilClock civil,
    TimeProvider clock)
{
    /// <summary>A move that needs nothing but the case.</summary>
    public Task<Result<HandlingView>> MoveAsync(
        Guid id, Func<OpenOrder, MoveDraft> draft, HttpContext http, CancellationToken ct) =>
        MoveAsync(id, (order, _) => Task.FromResult<Result<IReadOnlyList<MoveDraft>>>(
            new[] { draft(order) }), http, ct);

    /// <summary>
    /// Moves that are made together or not at all. 404 when the case is another office's or another department's,
    /// 412 when the caller saw an older version, 409 outside the table, 422 where a rule refuses.
    /// </summary>
    public async Task<Result<HandlingView>> MoveAsync(
        Guid id, Func<OpenOrder, CancellationToken, Task<Result<IReadOnlyList<MoveDraft>>>> decide,
        HttpContext http, CancellationToken ct)
    {
        if (await TakeAsync(id, ct) is not { } order) return IntakeErrors.CaseNotFound;
        if (http.CheckIfMatch(order.Case.Version) is { } stale) return stale;
        var decided = await decide(order, ct);
        if (!decided.Succeeded(out var drafts, out var error)) return error;
        foreach (var draft in drafts)
        {
            var move = Write(order, draft);
            if (!await access.MayAsync(order, move, ct)) return IntakeErrors.CaseNotFound;
            if (OrderRules.Refuse(order, move) is { } refused) return refused;
            order = order.After(move);
            Record(order, move, draft.Note);
        }
        order.Case.Follow(order);
        await db.SaveChangesAsync(ct);
        http.SetETag(order.Case.Version);
        return HandlingView.Of(order);
    }

    /// <summary>The case with its moves, under its lock; null when the caller's scope has none.</summary>
    public async Task<OpenOrder?> TakeAsync(Guid id, CancellationToken ct)
    {
        // Two who act at the same moment act one after the other; the second sees what the first did.
        await db.Database.ExecuteSqlAsync($"select 1 from cases where id = {id} for update", ct);
        return await ReadAsync(db, id, civil, ct);
    }

    /// <summary>The case with its moves, to look at.</summary>
    public static async Task<OpenOrder?> ReadAsync(
        CasesDbContext db, Guid id, ICivilClock civil, CancellationToken ct)
    {
        if (await db.Cases.SingleOrDefaultAsync(c => c.Id == id, ct) is not { } found) return null;
        var moves = await db.CaseMoves.AsNoTracking().Where(m => m.CaseId == id).OrderBy(m => m.Sequence)
            .Take(HandlingLimits.Moves).ToListAsync(ct);
        return OpenOrder.Of(found, moves, await civil.NowAsync(found.StreetCode, ct));
    }

    private CaseMove Write(OpenOrder order, MoveDraft draft) => new()
    {
        Id = Guid.CreateVersion7(), CaseId = order.Case.Id, StreetCode = order.Case.StreetCode,
        DivisionCode = order.Case.DivisionCode, Sequence = order.State.Moves + 1, Kind = draft.Kind, At = order.Now,
        RecordedAt = clock.GetUtcNow().InMicroseconds(), By = user.Subject, Department = draft.Department,
        Code = draft.Code, Rating = draft.Rating, Resolved = draft.Resolved, Day = draft.Day,
        Count = draft.Length?.Count, Unit = draft.Length?.Unit, RefId = draft.RefId,
        HappenedAt = draft.HappenedAt?.ToUniversalTime(),
    };

    private void Record(OpenOrder order, CaseMove move, string? note)
    {
        db.CaseMoves.Add(move);
        if (note is not null) db.CaseNotes.Add(Conceal(move, note));
        if (MoveWords.Entry(order, move) is { } entry) db.TimelineEntries.Add(entry);
        if (RateFact.Of(order, move) is { } fact) db.RateFacts.Add(fact);
        if (MoveEvents.Of(order, move) is { } message) db.Outbox.Enqueue(message);
        db.Audit.Record(user, "handling.move", order.Case.Id, order.Case.StreetCode, move.Kind);
    }

    private CaseNote Conceal(CaseMove move, string note) => new()
    {
        Id = move.Id, CaseId = move.CaseId, StreetCode = move.StreetCode, DivisionCode = move.DivisionCode,
        Text = cipher.Encrypt(note, move.Id),
    };
}
