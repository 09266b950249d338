using System.Diagnostics;
using CivicPlatform.Faults.Tests.Suite;
using Npgsql;

namespace CivicPlatform.Faults.Tests.Outages;

/// <summary>An advisory lock that a migration must pass: who holds it knows where the migration stands.</summary>
/// <remarks>A kill by the clock hits before the first statement or after the commit, as the machine likes.</remarks>
public sealed class MigrationGate : IAsyncDisposable
{
    private const int Gates = 9001; // First half of the lock's key; the second half is the gate.
    private static readonly TimeSpan ArrivalBound = TimeSpan.FromSeconds(60);

    private readonly NpgsqlConnection _holder;

    private MigrationGate(NpgsqlConnection holder) => _holder = holder;

    /// <summary>Closes a gate of the slow migration in that database.</summary>
    public static async Task<MigrationGate> CloseAsync(FaultPlatform platform, string database, int gate)
    {
        var closed = new MigrationGate(await platform.ConnectAsync(database));
        await closed.ExecuteAsync($"select pg_advisory_lock({Gates}, {gate})");
        return closed;
    }

    /// <summary>Closes a gate behind the n-th table, index or policy that anybody makes in that database.</summary>
    /// <remarks>The count is a sequence's, which a rollback does not take back.</remarks>
    public static async Task<MigrationGate> CloseBehindAsync(FaultPlatform platform, string database, int made)
    {
        var closed = await CloseAsync(platform, database, made);
        await closed.ExecuteAsync(
            "create schema fault_suite; create sequence fault_suite.made; " +
            "create function fault_suite.count() returns event_trigger language plpgsql security definer as " +
            $"$$ begin if nextval('fault_suite.made') = {made} then " +
            $"perform pg_advisory_xact_lock_shared({Gates}, {made}); end if; end $$; " +
            "create event trigger fault_suite on ddl_command_end when tag in " +
            "('CREATE TABLE', 'CREATE INDEX', 'CREATE POLICY') execute function fault_suite.count()");
        return closed;
    }

    /// <summary>Starts a migration, kills it while it stands at the gate, and opens the gate.</summary>
    public async Task KillThereAsync(ProcessStartInfo migration)
    {
        using var child = Process.Start(migration)!;
        try
        {
            for (var watch = Stopwatch.StartNew(); !await IsWaitedForAsync(); await Task.Delay(20))
            {
                if (child.HasExited || watch.Elapsed > ArrivalBound)
                    throw new InvalidOperationException("The migration never came to its gate.");
            }
        }
        finally
        {
            child.Kill();
            await child.WaitForExitAsync();
        }
        // Its backend runs on to the end of the script, and hears only then that nobody is there to commit.
        await ExecuteAsync("select pg_advisory_unlock_all()");
    }

    /// <summary>Takes away what counted; the gate of <see cref="CloseBehindAsync"/> leaves no trace.</summary>
    public Task ForgetAsync() => ExecuteAsync("drop schema if exists fault_suite cascade");

    public ValueTask DisposeAsync() => _holder.DisposeAsync();

    private async Task<bool> IsWaitedForAsync()
    {
        await using var command = new NpgsqlCommand(
            "select exists (select 1 from pg_locks where locktype = 'advisory' and not granted " +
            $"and classid = {Gates} and database = (select oid from pg_database where datname = current_database()))",
            _holder);
        return await command.ExecuteScalarAsync() is true;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _holder);
        await command.ExecuteNonQueryAsync();
    }
}
