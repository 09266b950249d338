using CivicPlatform.Funds.Campaigns;
using CivicPlatform.ServiceDefaults.Clocks;
using CivicPlatform.ServiceDefaults.Data;
using CivicPlatform.ServiceDefaults.Messaging;
using Npgsql;

namespace CivicPlatform.Funds.Disclosure;

/// <summary>What the scheduler works with.</summary>
public sealed record SnapshotServices(
    IServiceScopeFactory Scopes, ICivilClock Civil, OutboxSignal Outbox, TimeProvider Clock);

/// <summary>Closes daily pages at 18:00 civil time of each street office (RAISE-10), one replica at a time.</summary>
public sealed partial class SnapshotScheduler(
    SnapshotServices services, [FromKeyedServices(DatabaseLogin.Worker)] NpgsqlDataSource worker,
    ILogger<SnapshotScheduler> logger)
    : LeasedLoop("funds-daily-pages", TimeSpan.FromSeconds(10), worker, services.Clock, logger)
{
    private static readonly TimeSpan s_closingTime = TimeSpan.FromHours(18);

    // A cost agreement is the affair of one doorway: it has no public page (PRIV-12).
    private const string OpenSql =
        "select id, street_code from campaigns where status = 'OPEN' and agreement_id is null limit 10000";

    private const string MissingSql =
        "select exists (select 1 from building_totals b where b.campaign_id = $1 and not exists (select 1 from " +
        "snapshots s where s.campaign_id = $1 and s.building = b.building and s.day >= $2))";

    protected override async Task RunOnceAsync(long fencingToken, CancellationToken ct)
    {
        foreach (var office in (await OpenAsync(ct)).GroupBy(c => c.Street))
        {
            var now = (await services.Civil.NowAsync(office.Key, ct)).ToOffset(CivilTime.Offset);
            if (now.TimeOfDay < s_closingTime) continue;
            foreach (var campaign in office) await TryCloseAsync(campaign.Id, DateOnly.FromDateTime(now.DateTime), ct);
        }
    }

    /// <summary>A campaign that fails must not hold up the pages of the others; the next round tries again.</summary>
    private async Task TryCloseAsync(Guid campaignId, DateOnly day, CancellationToken ct)
    {
        try
        {
            await CloseAsync(campaignId, day, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(campaignId, e);
        }
    }

    [LoggerMessage(LogLevel.Error, "The daily pages of campaign {CampaignId} were not closed")]
    private partial void LogFailed(Guid campaignId, Exception e);

    private async Task<List<(Guid Id, string Street)>> OpenAsync(CancellationToken ct)
    {
        await using var command = Worker.CreateCommand(OpenSql);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var open = new List<(Guid, string)>();
        while (await reader.ReadAsync(ct)) open.Add((reader.GetGuid(0), reader.GetString(1)));
        return open;
    }

    /// <summary>The unique key (campaign, building, day, version) stands behind the lease.</summary>
    private async Task CloseAsync(Guid campaignId, DateOnly day, CancellationToken ct)
    {
        await using var missing = Worker.CreateCommand(MissingSql);
        missing.Parameters.Add(new() { Value = campaignId });
        missing.Parameters.Add(new() { Value = day });
        if (await missing.ExecuteScalarAsync(ct) is not true) return;

        await using var scope = services.Scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<DatabaseLogin>().UseWorker();
        var db = scope.ServiceProvider.GetRequiredService<FundsDbContext>();
        db.Scope = DivisionScope.Everything;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var found = await CampaignLock.TakeAsync(db, campaignId, ct);
        if (!found.Succeeded(out var campaign, out _)) return;
        var closed = await scope.ServiceProvider.GetRequiredService<DailyPages>().CloseAsync(campaign, day, null, ct);
        if (closed.Error is not null) return; // A later day is closed already: nothing is missing.
        db.Audit.Record("funds-daily-pages", "snapshots.close", campaignId, campaign.StreetCode);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(CancellationToken.None);
        services.Outbox.Poke();
    }
}
