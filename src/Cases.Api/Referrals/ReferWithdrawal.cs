using CivicPlatform.Cases.Data;
using CivicPlatform.Cases.Intake;
using CivicPlatform.Cases.Timeline;
using CivicPlatform.Contracts.Consultation;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Messaging;
using CivicPlatform.ServiceDefaults.Security;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Referrals;

/// <summary>A withdrawal that was refused after the construction lock becomes a case (PIPE-02, 001-5).</summary>
/// <remarks>
/// One open case a household and board: who asks again while it is open is noted on its time line; once it has ended,
/// a new wish is a new case.
/// </remarks>
public sealed class ReferWithdrawalHandler(
    CasesDbContext db, CaseNumbers numbers, FieldCipher cipher, TimeProvider clock)
    : IEventHandler<ConsentWithdrawalRefused>
{
    private const string Actor = "case-referrals";

    public async Task HandleAsync(ConsentWithdrawalRefused message, CancellationToken ct)
    {
        await LockHouseholdAsync(message, ct);
        if (await OpenCaseAsync(message, ct) is { } open) NoteAgain(open, message);
        else await RegisterAsync(message, ct);
    }

    // Two tellings at the same moment must not both find no open case.
    private Task LockHouseholdAsync(ConsentWithdrawalRefused message, CancellationToken ct)
    {
        var key = $"{ReferralKinds.ConsentWithdrawal}/{message.AggregateId}/{message.HouseholdRef}";
        return db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({key}, 0))", ct);
    }

    // The newest: an older one may have been opened again since.
    private Task<Case?> OpenCaseAsync(ConsentWithdrawalRefused message, CancellationToken ct) =>
        db.Referrals.Where(r => r.SourceId == message.AggregateId && r.HouseholdRef == message.HouseholdRef &&
                r.StreetCode == message.StreetCode)
            .Join(db.Cases, r => r.CaseId, c => c.Id, (_, c) => c).AsNoTracking()
            .Where(c => !CaseStatuses.Ended.Contains(c.Status))
            .OrderByDescending(c => c.Id).FirstOrDefaultAsync(ct);

    private async Task RegisterAsync(ConsentWithdrawalRefused message, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var division = DivisionCode.Parse(message.DivisionCode);
        var number = await numbers.NextAsync(division.Street, CivilTime.DayOf(now).Year, ct);
        var registered = Case.Register(Told(message, division, now), number, now).Value;

        Add(registered, Words.Conceal(Describe(message), null, registered.Id, cipher));
        db.Referrals.Add(await ReferralAsync(registered, message, ct));
        db.Audit.Record(Actor, "intake.register", registered.Id, registered.StreetCode, registered.Matter);
        db.Outbox.Enqueue(registered.ToRegistered());
    }

    private void Add(Case registered, Words words)
    {
        var entry = db.Cases.Add(registered);
        entry.Property("DescriptionCipher").CurrentValue = words.Description;
        entry.Property("Description").CurrentValue = Words.Unreadable;
    }

    private void NoteAgain(Case open, ConsentWithdrawalRefused message)
    {
        db.TimelineEntries.Add(new TimelineEntry
        {
            // Not the event's own id: that one stands on the time line of the case whose works these are.
            Id = Guid.CreateVersion7(), CaseId = open.Id, StreetCode = open.StreetCode,
            DivisionCode = open.DivisionCode, OccurredAt = message.OccurredAt, Stage = Stages.Case,
            Event = nameof(ConsentWithdrawalRefused), Title = "同一户业主再次要求撤回同意", Detail = "",
            Link = $"/api/v1/consent-boards/{message.AggregateId}",
        });
        db.Audit.Record(Actor, "referrals.again", open.Id, open.StreetCode, ReferralKinds.ConsentWithdrawal);
    }

    private static CaseIntake Told(ConsentWithdrawalRefused message, DivisionCode division, DateTimeOffset now) => new()
    {
        Division = division, Channel = Channels.Referral, Type = "HELP", Matter = ReferralKinds.ConsentWithdrawal,
        // The office's clock may be set ahead of ours; no case was received in the future (CASE-02).
        ReceivedAt = message.OccurredAt < now ? message.OccurredAt : now,
        HasContact = false, RegisteredBy = Actor, EstateId = message.EstateId,
    };

    private static string Describe(ConsentWithdrawalRefused message)
    {
        var day = CivilTime.DayOf(message.OccurredAt);
        return $"意见征询台账（共 {message.Households} 户）开工锁定后，一户业主于{day.Year}年{day.Month}月{day.Day}日" +
            "要求撤回同意，未予受理。请按户引用在台账中查到该户，与业主联系并答复。";
    }

    private async Task<CaseReferral> ReferralAsync(
        Case registered, ConsentWithdrawalRefused message, CancellationToken ct) => new()
        {
            CaseId = registered.Id, StreetCode = registered.StreetCode, DivisionCode = registered.DivisionCode,
            Kind = ReferralKinds.ConsentWithdrawal, SourceId = message.AggregateId,
            HouseholdRef = message.HouseholdRef, EventId = message.EventId, OccurredAt = message.OccurredAt,
            // A case of another office, or none, is nobody's parent here.
            ParentCaseId = await db.Cases.Where(c => c.Id == message.CaseId && c.StreetCode == message.StreetCode)
                .Select(c => (Guid?)c.Id).SingleOrDefaultAsync(ct),
        };
}
