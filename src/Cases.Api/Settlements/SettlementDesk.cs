using CivicPlatform.Cases.Disputes;
using CivicPlatform.Cases.Intake;
using CivicPlatform.Contracts.Cases;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Settlements;

/// <summary>What every step of a settlement does alike.</summary>
public sealed class SettlementDesk(DisputeDesk desk)
{
    public DisputeDesk Dispute => desk;

    /// <summary>The settlement under its case's lock; 404 when another office's, 412 when stale.</summary>
    public async Task<Result<Taken>> TakeAsync(Guid id, HttpContext http, CancellationToken ct)
    {
        var caseId = await desk.Db.Settlements.Where(s => s.Id == id).Select(s => (Guid?)s.CaseId)
            .SingleOrDefaultAsync(ct);
        if (caseId is null || await desk.TakeAsync(caseId.Value, ct) is not { } found) return SettlementErrors.NotFound;
        var settlement = await desk.Db.Settlements.Include(s => s.Shares).Include(s => s.Signatures).AsSplitQuery()
            .SingleAsync(s => s.Id == id, ct);
        if (http.CheckIfMatch(settlement.Version) is { } stale) return stale;
        return new Taken(settlement, found, await desk.TodayAsync(found.StreetCode, ct));
    }

    /// <summary>Tells that it has become effective; the days for the court begin.</summary>
    public async Task TellEffectiveAsync(Taken taken, CancellationToken ct)
    {
        var (settlement, found) = (taken.Settlement, taken.Found);
        var saved = desk.Db.Entry(settlement).State is not (EntityState.Detached or EntityState.Added);
        desk.Db.Outbox.Enqueue(new MediationAgreed
        {
            AggregateId = settlement.Id, AggregateVersion = settlement.Version + (saved ? 1 : 0),
            OccurredAt = desk.Now(),
            StreetCode = settlement.StreetCode, CaseId = settlement.CaseId, MediationId = settlement.MediationId,
            EffectiveOn = settlement.EffectiveOn!.Value, ConfirmBy = settlement.ConfirmBy!.Value,
        });
        desk.Tell(found, Guid.CreateVersion7(), settlement.EffectiveOn.Value, "调解协议生效",
            $"可在 {settlement.ConfirmBy:yyyy-MM-dd} 前共同申请司法确认");
        await FollowAsync(taken, "PERFORM", settlement.EffectiveOn.Value, ct);
    }

    /// <summary>The mediation stands where its settlement has brought it: one matter, written down once.</summary>
    public async Task FollowAsync(Taken taken, string happened, DateOnly on, CancellationToken ct)
    {
        var mediation = await desk.Db.Tracks.SingleAsync(t => t.Id == taken.Settlement.MediationId, ct);
        var day = on < mediation.LastOn ? mediation.LastOn : on;
        var facts = new TrackFacts(desk.User.Subject, day, desk.Now(), [], null, null);
        desk.Db.TrackEvents.Add(mediation.Happen(happened, facts).Value);
    }

    /// <summary>Saves it with its audit row, and shows it.</summary>
    public async Task<SettlementView> SaveAsync(Taken taken, string action, HttpContext http, CancellationToken ct)
    {
        var entry = desk.Db.Entry(taken.Settlement);
        if (entry.State is EntityState.Unchanged) entry.State = EntityState.Modified; // A signature alone is a change.
        desk.Audit(taken.Found, action, taken.Settlement.Id);
        await desk.Db.SaveChangesAsync(ct);
        http.SetETag(taken.Settlement.Version);
        return SettlementView.Of(taken.Settlement);
    }

    /// <summary>A settlement, its case, and the legal date of the office.</summary>
    public sealed record Taken(Settlement Settlement, Case Found, DateOnly Today);
}

/// <summary>A settlement; for those who mediate.</summary>
/// <param name="Totals">What each party bears in all.</param>
/// <param name="Missing">Who has not signed yet.</param>
public sealed record SettlementView(
    Guid Id, Guid CaseId, Guid MediationId,
    [CodesOf(typeof(DraftSettlement), nameof(DraftSettlement.Forms))] string Form,
    [CodesOf(typeof(SettlementStates))] string State, IReadOnlyList<SettlementView.Share> Shares,
    IReadOnlyList<SettlementView.Total> Totals,
    [CodesOf(typeof(SettlementSigners))] IReadOnlyList<string> Missing, DateOnly DraftedOn, DateOnly? EffectiveOn,
    DateOnly? ConfirmBy, DateOnly? ConfirmedOn, DateOnly? PerformedOn, DateOnly? BreachedOn, long Version)
{
    public sealed record Share(
        [CodesOf(typeof(CostHeads))] string Head, [CodesOf(typeof(Parties))] string Party, Money Amount);

    public sealed record Total([CodesOf(typeof(Parties))] string Party, Money Amount);

    public static SettlementView Of(Settlement s) => new(
        s.Id, s.CaseId, s.MediationId, s.Form, s.State,
        [.. s.Shares.Select(share => new Share(share.Head, share.Party, share.Amount))],
        [
            .. s.Parties.Select(party => new Total(
                party, new Money(s.Shares.Where(share => share.Party == party).Sum(share => share.Amount.Fen)))),
        ],
        s.State == SettlementStates.Draft ? [.. s.Signers.Except(s.Signatures.Select(x => x.Signer))] : [],
        s.DraftedOn, s.EffectiveOn, s.ConfirmBy, s.ConfirmedOn, s.PerformedOn, s.BreachedOn, s.Version);
}
