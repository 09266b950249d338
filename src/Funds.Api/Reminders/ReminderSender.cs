using CivicPlatform.Contracts.Funds;
using CivicPlatform.Funds.Campaigns;
using CivicPlatform.ServiceDefaults.Clocks;
using CivicPlatform.ServiceDefaults.Data;
using CivicPlatform.ServiceDefaults.Messaging;
using Npgsql;

namespace CivicPlatform.Funds.Reminders;

/// <summary>What the sender works with.</summary>
public sealed record ReminderServices(
    IServiceScopeFactory Scopes, ICivilClock Civil, OutboxSignal Outbox, TimeProvider Clock);

/// <summary>
/// Tells what is due, one replica at a time: outside quiet hours, and only of who still owes. The event says how many,
/// no household; the status of a reminder stands behind the lease.
/// </summary>
public sealed partial class ReminderSender(
    ReminderServices services, [FromKeyedServices(DatabaseLogin.Worker)] NpgsqlDataSource worker,
    ILogger<ReminderSender> logger)
    : LeasedLoop("funds-reminders", TimeSpan.FromSeconds(5), worker, services.Clock, logger)
{
    private const string WaitingSql =
        "select campaign_id, street_code, min(due_at) from reminders where status = 'QUEUED' " +
        "group by campaign_id, street_code limit 10000";

    // A closed campaign and one whose decision was revoked remind nobody (EVT-01).
    private const string SettleSql =
        "with due as (select r.id, b.paid < b.amount and c.status = 'OPEN' " +
        "and not coalesce(d.revoked, false) as owes from reminders r join bills b on b.id = r.bill_id " +
        "join campaigns c on c.id = r.campaign_id " +
        "left join decisions d on d.decision_id = c.decision_id where r.campaign_id = $1 and r.status = 'QUEUED' " +
        "and r.due_at <= $2 order by r.id limit 5000 for update of r), settled as (" +
        "update reminders r set status = case when due.owes then 'SENT' else 'DROPPED' end, settled_at = $2, " +
        "version = version + 1 from due where r.id = due.id returning r.level, r.step, r.status) " +
        "select level, step, count(*)::int from settled where status = 'SENT' group by level, step " +
        "order by level, step";

    protected override async Task RunOnceAsync(long fencingToken, CancellationToken ct)
    {
        foreach (var (campaign, street, dueAt) in await WaitingAsync(ct))
        {
            var now = await services.Civil.NowAsync(street, ct);
            if (dueAt > now) continue;
            try
            {
                await SendAsync(campaign, now, ct);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(campaign, e); // One campaign must not hold up the others.
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "The reminders of campaign {CampaignId} were not told")]
    private partial void LogFailed(Guid campaignId, Exception e);

    private async Task<List<(Guid Campaign, string Street, DateTimeOffset DueAt)>> WaitingAsync(CancellationToken ct)
    {
        await using var command = Worker.CreateCommand(WaitingSql);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var waiting = new List<(Guid, string, DateTimeOffset)>();
        while (await reader.ReadAsync(ct))
            waiting.Add((reader.GetGuid(0), reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2)));
        return waiting;
    }

    private async Task SendAsync(Guid campaignId, DateTimeOffset now, CancellationToken ct)
    {
        await using var scope = services.Scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<DatabaseLogin>().UseWorker();
        var db = scope.ServiceProvider.GetRequiredService<FundsDbContext>();
        db.Scope = DivisionScope.Everything;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var found = await CampaignLock.TakeAsync(db, campaignId, ct); // A payment is before or after, never between.
        if (!found.Succeeded(out var campaign, out _)) return;
        if (campaign.Reminders.SendAt(now) > now) return; // Due in the day, but nobody worked until the night.
        var told = await db.RowsAsync(Sql.Command(SettleSql, campaignId, now),
            r => (Level: r.GetInt32(0), Step: r.GetString(1), Households: r.GetInt32(2)), ct);
        foreach (var (level, step, households) in told)
        {
            db.Outbox.Enqueue(new ReminderDue
            {
                AggregateId = campaignId,
                AggregateVersion = campaign.NextEvent(),
                OccurredAt = services.Clock.GetUtcNow(),
                StreetCode = campaign.StreetCode,
                CaseId = campaign.CaseId,
                EstateId = campaign.EstateId,
                Level = level,
                Step = step,
                Households = households,
            });
        }

        db.Audit.Record("funds-reminders", "reminders.send", campaignId, campaign.StreetCode);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(CancellationToken.None);
        services.Outbox.Poke();
    }
}
