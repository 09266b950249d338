using CivicPlatform.Cases.Data;
using CivicPlatform.Contracts;
using CivicPlatform.Contracts.Consultation;
using CivicPlatform.Contracts.Funds;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Messaging;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Works;

/// <summary>Works follow the owners' decision and the money, told by Consultation and Funds (RAISE-03).</summary>
/// <remarks>
/// The fact is kept first and then offered to the project, if there is one. Under the lock of the case, so that a
/// project that is opened at the same moment cannot miss it.
/// </remarks>
public sealed class FollowWorksHandler(CasesDbContext db, WorksFacts facts, TimeProvider clock)
    : IEventHandler<IIntegrationEvent>
{
    public async Task HandleAsync(IIntegrationEvent message, CancellationToken ct)
    {
        if (message.CaseId is not { } caseId) return; // Not of any chain: nothing here can follow it.
        await facts.LockCaseAsync(caseId, ct);
        var division = await db.Cases.Where(c => c.Id == caseId && c.StreetCode == message.StreetCode)
            .Select(c => c.DivisionCode).SingleOrDefaultAsync(ct);
        if (division is null) return; // Another office's case, or none: its money moves nothing of ours.
        if (FactOf(message, caseId, division) is not { } fact) return;
        if (await db.WorksFacts.AnyAsync(f => f.Kind == fact.Kind && f.Key == fact.Key, ct)) return;

        db.WorksFacts.Add(fact);
        await db.SaveChangesAsync(ct);
        var project = await db.WorksProjects.Include(p => p.Lifts)
            .SingleOrDefaultAsync(p => p.CaseId == caseId && p.EstateId == fact.EstateId, ct);
        if (project is not null) await facts.OfferAsync(project, clock.GetUtcNow(), ct);
    }

    /// <summary>The fact that an event tells, or null when works do not follow it. Pure.</summary>
    public static WorksFact? FactOf(IIntegrationEvent message, Guid caseId, string division) => message switch
    {
        DecisionEffective e => new Told(WorksFactKinds.DecisionEffective, e.EstateId, e.DecisionId),
        DecisionRevoked e => new Told(WorksFactKinds.DecisionRevoked, e.EstateId, e.DecisionId),
        LiftAgreementEffective e => new Told(WorksFactKinds.LiftAgreementEffective, e.EstateId, e.AggregateId)
        {
            Buildings = [e.Building], LiftNo = e.Entrance,
        },
        LiftAgreementRevoked e => new Told(WorksFactKinds.LiftAgreementRevoked, e.EstateId, e.AggregateId)
        {
            Buildings = [e.Building], LiftNo = e.Entrance,
        },
        AdvanceRecorded e => new Told(WorksFactKinds.Advance, e.EstateId, e.AdvanceId) { Buildings = e.Buildings },
        CampaignThresholdReached e => new Told(WorksFactKinds.Threshold, e.EstateId, e.AggregateId)
        {
            Buildings = [e.Building], Part = $"/{e.Building}", Collected = e.Collected, Receivable = e.Receivable,
        },
        // A building may fall under its trigger more than once; each fall is a version of the campaign.
        CollectionFellBelowThreshold e => new Told(WorksFactKinds.BelowThreshold, e.EstateId, e.AggregateId)
        {
            Buildings = [e.Building], Part = $"/{e.Building}/{e.AggregateVersion}",
            Collected = e.Collected, Receivable = e.Receivable,
        },
        _ => (Told?)null,
    } is { } told ? told.ToFact(message, caseId, division) : null;

    private sealed record Told(string Kind, Guid EstateId, Guid SourceId)
    {
        public IReadOnlyList<string> Buildings { get; init; } = [];

        public string Part { get; init; } = "";

        public string? LiftNo { get; init; }

        public decimal? Collected { get; init; }

        public decimal? Receivable { get; init; }

        public WorksFact ToFact(IIntegrationEvent message, Guid caseId, string division) => new()
        {
            Id = message.EventId, Kind = Kind, Key = $"{SourceId}{Part}", StreetCode = message.StreetCode,
            DivisionCode = division, CaseId = caseId, EstateId = EstateId, SourceId = SourceId, Buildings = Buildings,
            LiftNo = LiftNo,
            Collected = Collected is { } collected ? Money.FromYuan(collected) : null,
            Receivable = Receivable is { } receivable ? Money.FromYuan(receivable) : null,
            OccurredAt = message.OccurredAt,
        };
    }
}
