using CivicPlatform.Cases.Data;
using CivicPlatform.Contracts.Cases;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Works;

/// <summary>Brings facts and projects together, whichever of them came first.</summary>
public sealed class WorksFacts(CasesDbContext db)
{
    /// <summary>One writer of a case's works at a time, until commit; also where no row exists yet.</summary>
    public Task LockCaseAsync(Guid caseId, CancellationToken ct)
    {
        var key = caseId.ToString();
        return db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({key}, 0))", ct);
    }

    /// <summary>Offers all facts of its case and estate; steps, alerts and events join the next save.</summary>
    public async Task OfferAsync(WorksProject project, DateTimeOffset now, CancellationToken ct)
    {
        var facts = await db.WorksFacts
            .Where(f => f.CaseId == project.CaseId && f.EstateId == project.EstateId)
            .OrderBy(f => f.OccurredAt).Take(10_000).ToListAsync(ct);
        var change = project.Follow(facts, now);
        db.WorksAlerts.AddRange(change.Alerts);
        foreach (var step in change.Steps) Record(project, step);
        // A lift that may go on is the project's next version, also where the project itself stays as it was.
        var entry = db.Entry(project);
        if (change.AgreementsMoved && entry.State is EntityState.Unchanged) entry.State = EntityState.Modified;
    }

    /// <summary>Keeps a step and tells the others; both join the next save.</summary>
    public void Record(WorksProject project, StepTaken step)
    {
        db.WorksSteps.Add(step);
        db.Outbox.Enqueue(new ProjectStepChanged
        {
            AggregateId = project.Id, AggregateVersion = step.Sequence, OccurredAt = step.RecordedAt,
            StreetCode = project.StreetCode, CaseId = project.CaseId, EstateId = project.EstateId,
            LiftId = step.LiftId, Building = step.Building, LiftNo = step.LiftNo, StepCode = step.StepCode,
            LiftState = step.ToState,
        });
    }
}
