using CivicPlatform.Contracts.Consultation;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Consultation.ConsentBoards;

/// <summary>One change of one board in one transaction, with the proof of it and what the others must hear.</summary>
public sealed class ConsentDesk(ConsultationDbContext db, ICivilClock clock, CurrentUser user, FieldCipher cipher)
{
    /// <summary>Gives the board after the change. One at a time: there is one last signature.</summary>
    public async Task<Result<ConsentBoard>> ChangeAsync(
        Guid id, string action, Func<ConsentBoard, string, DateTimeOffset, Result> change,
        HttpContext http, CancellationToken ct)
    {
        // A statement of its own: the one that reads must begin after the lock is held.
        await db.Database.ExecuteSqlAsync($"select 1 from consent_boards where id = {id} for update", ct);
        var board = await db.ConsentBoards.Include(b => b.Households).SingleOrDefaultAsync(b => b.Id == id, ct);
        if (board is null) return ConsentBoardErrors.NotFound;
        if (http.CheckIfMatch(board.Version) is { } stale) return stale;

        var (before, now) = (board.Status, await clock.NowAsync(board.StreetCode, ct));
        if (change(board, user.Subject, now).Error is { } refusal)
        {
            if (board.LateWithdrawal is { } household) TellRefusal(board, household, now, refusal.Code);
            return refusal;
        }

        if (board.Proof is { } proof) db.Add(proof);
        db.Audit.Record(user, action, board.Id, board.StreetCode, board.Proof?.State);
        Tell(board, before, now);
        await db.SaveChangesAsync(ct);
        http.SetETag(board.Version);
        return board;
    }

    // Refused, and still told: the owner's wish must reach somebody who answers it (001-5, docs/decisions/0105).
    private void TellRefusal(ConsentBoard board, ConsentHousehold household, DateTimeOffset now, string code)
    {
        var householdRef = HouseholdRef.Of(board.Id, household.UnitId, cipher);
        var detail = $"{code} household={householdRef}";
        db.Refusals.Keep(user, "consent_boards.withdraw", detail, new ConsentWithdrawalRefused
        {
            AggregateId = board.Id, AggregateVersion = board.Version, OccurredAt = now,
            StreetCode = board.StreetCode, CaseId = board.CaseId, DivisionCode = board.DivisionCode,
            EstateId = board.EstateId, Households = board.Households.Count, HouseholdRef = householdRef,
        });
    }

    // Counts only: who signed and who did not never leaves this service (EVT-02).
    private void Tell(ConsentBoard board, BoardStatus before, DateTimeOffset now)
    {
        if (board.Status == before) return;
        if (board.Status is BoardStatus.Ready)
        {
            db.Outbox.Enqueue(new ConsentComplete
            {
                AggregateId = board.Id, AggregateVersion = board.NextVersion, OccurredAt = now,
                StreetCode = board.StreetCode, CaseId = board.CaseId, EstateId = board.EstateId,
                Households = board.Households.Count,
            });
        }
        else if (before is BoardStatus.Ready && board.Status is BoardStatus.Collecting)
        {
            db.Outbox.Enqueue(new ConsentBroken
            {
                AggregateId = board.Id, AggregateVersion = board.NextVersion, OccurredAt = now,
                StreetCode = board.StreetCode, CaseId = board.CaseId, EstateId = board.EstateId,
                Households = board.Households.Count,
                Agreed = board.Agreed,
            });
        }
    }
}
