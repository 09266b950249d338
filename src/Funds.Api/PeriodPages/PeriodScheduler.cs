using CivicPlatform.Funds.Disclosure;
using CivicPlatform.ServiceDefaults.Clocks;
using CivicPlatform.ServiceDefaults.Data;
using Npgsql;

namespace CivicPlatform.Funds.PeriodPages;

/// <summary>Closes the page of every account's last ended period (FUND-25), one replica at a time.</summary>
public sealed partial class PeriodScheduler(
    SnapshotServices services, [FromKeyedServices(DatabaseLogin.Worker)] NpgsqlDataSource worker,
    ILogger<PeriodScheduler> logger)
    : LeasedLoop("funds-period-pages", TimeSpan.FromMinutes(1), worker, services.Clock, logger)
{
    private const string AccountsSql =
        "select b.id, b.estate_id, b.street_code, b.division_code, b.purpose, b.created_at, " +
        "coalesce((select max(through_day) from period_pages p where p.account_id = b.id), '-infinity') " +
        "from bank_accounts b order by b.id limit 50000";

    protected override async Task RunOnceAsync(long fencingToken, CancellationToken ct)
    {
        foreach (var office in (await AccountsAsync(ct)).GroupBy(a => a.Account.StreetCode))
        {
            var today = CivilTime.DayOf(await services.Civil.NowAsync(office.Key, ct));
            foreach (var (account, closed) in office)
            {
                var period = AccountingPeriod.EndedBefore(today, account.Interval);
                if (period.Through > closed && period.Through >= account.OpenedOn)
                    await TryCloseAsync(account.Id, period, ct);
            }
        }
    }

    /// <summary>An account that fails must not hold up the others; the next round tries again.</summary>
    private async Task TryCloseAsync(Guid account, AccountingPeriod period, CancellationToken ct)
    {
        try
        {
            await CloseAsync(account, period, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(account, e);
        }
    }

    [LoggerMessage(LogLevel.Error, "The period page of account {AccountId} was not closed")]
    private partial void LogFailed(Guid accountId, Exception e);

    private async Task<List<(DisclosedAccount Account, DateOnly Closed)>> AccountsAsync(CancellationToken ct)
    {
        await using var command = Worker.CreateCommand(AccountsSql);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var accounts = new List<(DisclosedAccount, DateOnly)>();
        while (await reader.ReadAsync(ct))
        {
            accounts.Add((new DisclosedAccount(reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2),
                reader.GetString(3), reader.GetString(4), CivilTime.DayOf(reader.GetFieldValue<DateTimeOffset>(5))),
                reader.GetFieldValue<DateOnly>(6)));
        }

        return accounts;
    }

    /// <summary>The unique key (account, last day, version) stands behind lease and lock.</summary>
    private async Task CloseAsync(Guid id, AccountingPeriod period, CancellationToken ct)
    {
        await using var scope = services.Scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<DatabaseLogin>().UseWorker();
        var db = scope.ServiceProvider.GetRequiredService<FundsDbContext>();
        db.Scope = DivisionScope.Everything;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var closer = scope.ServiceProvider.GetRequiredService<PeriodCloser>();
        var account = await closer.TakeAsync(id, ct);
        if (account is null || (await closer.CloseAsync(account, period, null, ct)).Error is not null) return;
        db.Audit.Record("funds-period-pages", "period-pages.close", id, account.StreetCode);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(CancellationToken.None);
    }
}
