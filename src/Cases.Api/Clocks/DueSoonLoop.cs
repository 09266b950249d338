using CivicPlatform.Cases.Data;
using CivicPlatform.Cases.Handling;
using CivicPlatform.Cases.Timeline;
using CivicPlatform.Contracts.Cases;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Clocks;
using CivicPlatform.ServiceDefaults.Data;
using CivicPlatform.ServiceDefaults.Messaging;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CivicPlatform.Cases.Clocks;

/// <summary>Tells at 50 %, 80 % and at the end of the time, by the civil clock of each street office.</summary>
public sealed class DueSoonLoop(
    IServiceScopeFactory scopes, OutboxSignal signal, [FromKeyedServices(DatabaseLogin.Worker)] NpgsqlDataSource worker,
    TimeProvider clock, ILogger<DueSoonLoop> logger)
    : LeasedLoop("cases-due-soon", TimeSpan.FromSeconds(1), worker, clock, logger)
{
    // The first condition walks the index; offices whose clock is ahead exist in Development only.
    private const string DueSql =
        "select id from cases where warn_at <= $1 + make_interval(secs => greatest(0, (select max(offset_seconds) " +
        "from platform.civil_clock))) and warn_at <= civil_instant(street_code, $1) order by warn_at limit 200";

    protected override async Task RunOnceAsync(long fencingToken, CancellationToken ct)
    {
        var told = false;
        foreach (var id in await DueAsync(ct))
        {
            try
            {
                told |= await TellAsync(id, ct);
            }
            catch (Exception e) when (e is not OperationCanceledException) // One case must not hold up the others.
            {
                DueSoonLog.Failed(logger, id, e);
            }
        }
        if (told) signal.Poke();
    }

    private async Task<bool> TellAsync(Guid id, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<DatabaseLogin>().UseWorker();
        scope.ServiceProvider.GetRequiredService<CasesDbContext>().Scope = DivisionScope.Everything;
        return await scope.ServiceProvider.GetRequiredService<TellDueSoon>().HandleAsync(id, ct);
    }

    private async Task<List<Guid>> DueAsync(CancellationToken ct)
    {
        await using var command = Worker.CreateCommand(DueSql);
        command.Parameters.Add(new() { Value = Clock.GetUtcNow() });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var due = new List<Guid>();
        while (await reader.ReadAsync(ct)) due.Add(reader.GetGuid(0));
        return due;
    }
}

/// <summary>Tells which parts of a case's time are used up; each part once a run.</summary>
public sealed class TellDueSoon(CasesDbContext db, ICivilClock civil)
{
    private const string Actor = "due-soon";

    /// <summary>False when nothing is due, because somebody else told it or the clock was changed.</summary>
    public async Task<bool> HandleAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select 1 from cases where id = {id} for update", ct);
        if (await HandlingDesk.ReadAsync(db, id, civil, ct) is not { } order) return false;
        var (clock, told) = (CaseClock.Of(order.Moves), order.Case.Warned);
        while (clock.NextMark(told, WorkCalendar.China) is { } mark && mark.At <= order.Now)
        {
            Tell(order, mark);
            told = mark.Percent;
        }
        if (told == order.Case.Warned) return false;
        var next = clock.NextMark(told, WorkCalendar.China)?.At;
        await db.SaveChangesAsync(ct);
        // Not a new version: nobody who looked at the case would do otherwise for it.
        await db.Database.ExecuteSqlAsync(
            $"update cases set warned = {told}, warn_at = {next} where id = {id}", ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private void Tell(OpenOrder order, ClockMark mark)
    {
        var found = order.Case;
        var due = CaseClock.Of(order.Moves).Running!.DueAt(WorkCalendar.China)!.Value;
        if (mark.Percent == 100)
        {
            db.Outbox.Enqueue(new CaseOverdue
            {
                AggregateId = found.Id, AggregateVersion = found.Version, OccurredAt = mark.At,
                StreetCode = found.StreetCode, CaseId = found.Id, Number = found.Number,
                Department = order.State.Department!, DueAt = due,
            });
        }
        else
        {
            db.Outbox.Enqueue(new CaseDueSoon
            {
                AggregateId = found.Id, AggregateVersion = found.Version, OccurredAt = mark.At,
                StreetCode = found.StreetCode, CaseId = found.Id, Number = found.Number,
                Department = order.State.Department!, Percent = mark.Percent, DueAt = due,
            });
        }
        db.TimelineEntries.Add(Line(order, mark));
        db.Audit.Record(Actor, "handling.due", found.Id, found.StreetCode, $"{mark.Percent}");
    }

    private static TimelineEntry Line(OpenOrder order, ClockMark mark) => new()
    {
        Id = Guid.CreateVersion7(), CaseId = order.Case.Id, StreetCode = order.Case.StreetCode,
        DivisionCode = order.Case.DivisionCode, OccurredAt = mark.At, Stage = Stages.Case,
        Event = mark.Percent == 100 ? nameof(CaseOverdue) : nameof(CaseDueSoon),
        Title = mark.Percent == 100 ? "办理时限已到，尚未反馈" : $"办理时限已用 {mark.Percent} %",
        Detail = $"承办单位 {order.State.Department}", Link = $"/api/v1/cases/{order.Case.Id}",
    };
}

internal static partial class DueSoonLog
{
    [LoggerMessage(LogLevel.Error, "What is due of case {CaseId} could not be told")]
    public static partial void Failed(ILogger logger, Guid caseId, Exception e);
}
