using CivicPlatform.ServiceDefaults.Clocks;
using Npgsql;

namespace CivicPlatform.Consultation.Publicity;

/// <summary>
/// Ends publicity periods whose last day is over by the civil clock of their street office, and releases blocked ones.
/// </summary>
public sealed class PublicityLoop(
    IServiceScopeFactory scopes, OutboxSignal signal, [FromKeyedServices(DatabaseLogin.Worker)] NpgsqlDataSource worker,
    TimeProvider clock, ILogger<PublicityLoop> logger)
    : LeasedLoop("consultation-publicity", TimeSpan.FromSeconds(1), worker, clock, logger)
{
    // What still holds a blocked period is said once more in ObjectionHold; EndPublicity asks that and decides.
    private const string DueSql =
        "(select id from publicity_periods where status = 'RUNNING' and ends_at <= civil_instant(street_code, $1) " +
        "order by ends_at limit 100) union all " +
        "(select id from publicity_periods p where status = 'BLOCKED' and not exists (select from objections o " +
        "where o.motion_id = p.motion_id and (o.state = 'OPEN' or (p.objection_effect = 'BLOCKING' " +
        "and o.state not in ('SETTLED', 'WITHDRAWN')))) order by ends_at limit 100)";

    protected override async Task RunOnceAsync(long fencingToken, CancellationToken ct)
    {
        foreach (var id in await DueAsync(ct))
        {
            try
            {
                await EndAsync(id, ct);
            }
            catch (Exception e) when (e is not OperationCanceledException) // One period must not hold up the others.
            {
                PublicityLog.Failed(logger, id, e);
            }
        }
    }

    private async Task EndAsync(Guid id, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<DatabaseLogin>().UseWorker();
        scope.ServiceProvider.GetRequiredService<ConsultationDbContext>().Scope = DivisionScope.Everything;
        if (await scope.ServiceProvider.GetRequiredService<EndPublicity>().HandleAsync(id, ct)) signal.Poke();
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

internal static partial class PublicityLog
{
    [LoggerMessage(LogLevel.Error, "Publicity period {PeriodId} could not be ended")]
    public static partial void Failed(ILogger logger, Guid periodId, Exception e);
}
