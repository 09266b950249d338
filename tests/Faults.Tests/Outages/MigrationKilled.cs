using System.Diagnostics;
using CivicPlatform.Faults.Tests.Suite;
using CivicPlatform.Faults.Tests.World;

namespace CivicPlatform.Faults.Tests.Outages;

/// <summary>F4: a migration is killed: nothing of it stays, it runs again, the old version serves.</summary>
public sealed class MigrationKilled : IFault
{
    private const int Writers = 3;
    private const string Name = "9001_slow.sql";
    private const int MadeAtLeast = 25; // Tables, indexes and policies of Cases; more come with every migration.

    // What a database looks like, without its rows.
    private const string SchemaSql =
        "select md5(string_agg(line, E'\\n' order by line)) from (" +
        "select concat_ws('|', table_schema, table_name, column_name, data_type, is_nullable, column_default) " +
        "as line from information_schema.columns where table_schema in ('public', 'platform') " +
        "union all select schemaname || '|' || indexdef from pg_indexes where schemaname in ('public', 'platform') " +
        "union all select concat_ws('|', schemaname, tablename, policyname, roles::text, qual, with_check) " +
        "from pg_policies union all select p.proname || '|' || md5(p.prosrc) from pg_proc p " +
        "join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('public', 'platform') " +
        "union all select name || '|' || checksum from public.migrations) as schema";

    public string Id => "F4";

    public string Title => "kill -9 during a migration";

    public async Task RunAsync(FaultContext context, FaultReport report)
    {
        var (choices, rounds) = (context.Choices(Id), context.Size.RoundsOf(2, 10));
        var load = Load.Start(context, Id, Writers, [WriteKind.Case]);
        try
        {
            for (var round = 0; round < rounds; round++)
            {
                await FreshAsync(context, report, choices.Next(1, MadeAtLeast));
                await ServingAsync(context, report, gate: round % 2 + 1);
                report.Rounds += 2;
            }
            await FinishAsync(context, report);
        }
        finally
        {
            await load.StopAsync();
        }
        await Checks.AllAsync(context, load, report);
    }

    /// <summary>The first migrations of an empty database, killed in the middle, then run to the end.</summary>
    private static async Task FreshAsync(FaultContext context, FaultReport report, int made)
    {
        var name = $"fault_suite_{Guid.NewGuid():N}";
        await context.Platform.ExecuteAsync("postgres", $"create database {name} owner cases_owner");
        await using (var gate = await MigrationGate.CloseBehindAsync(context.Platform, name, made))
        {
            await gate.KillThereAsync(Migrate(context, name));
            await gate.ForgetAsync();
        }
        using var again = Process.Start(Migrate(context, name))!;
        await again.WaitForExitAsync();
        report.Require(again.ExitCode == 0, $"the second run ended with {again.ExitCode}");
        var (fresh, live) = (await context.Platform.QueryAsync<string>(name, SchemaSql),
            await context.Platform.QueryAsync<string>("cases", SchemaSql));
        report.Require(fresh == live, $"after a kill at object {made} the schema differs from the one that serves");
        await context.Platform.ExecuteAsync("postgres", $"drop database {name} with (force)");
    }

    /// <summary>A new migration of the database that serves, killed; nothing of it may stay.</summary>
    private static async Task ServingAsync(FaultContext context, FaultReport report, int gate)
    {
        await using (var closed = await MigrationGate.CloseAsync(context.Platform, "cases", gate))
            await closed.KillThereAsync(MigrateSlowly(context));
        var left = -1L;
        await Eventually.Async(async () => Assert.Equal(0L, left = await LeftAsync(context)));
        report.Require(left == 0, $"{left} traces of the migration killed at gate {gate} stayed");
    }

    /// <summary>Once more to the end; then the traces of this test are taken away.</summary>
    private static async Task FinishAsync(FaultContext context, FaultReport report)
    {
        using var child = Process.Start(MigrateSlowly(context))!;
        await child.WaitForExitAsync();
        var left = await LeftAsync(context);
        var whole = child.ExitCode == 0 && left == 3;
        report.Require(whole, $"the last run ended with {child.ExitCode}, {left} of 3 traces");
        await context.Platform.ExecuteAsync("cases",
            $"drop table fault_suite_rows; alter table cases drop column fault_suite; " +
            $"delete from public.migrations where name = '{Name}'");
    }

    private static Task<long> LeftAsync(FaultContext context) => context.Platform.QueryAsync<long>("cases",
        $"select (select count(*) from public.migrations where name = '{Name}') " +
        "+ (select count(*) from pg_class where relname = 'fault_suite_rows') " +
        "+ (select count(*) from information_schema.columns where column_name = 'fault_suite')");

    private static ProcessStartInfo Migrate(FaultContext context, string database)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var dll = Repository.PathOf("src", "Cases.Api", "bin", configuration, "net10.0", "Cases.Api.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", dll, "migrate"]) { RedirectStandardOutput = true };
        start.Environment["ConnectionStrings__cases-db-owner"] = context.Platform.ConnectionAs(database, "cases_owner");
        start.Environment["ConnectionStrings__rabbitmq"] = context.Platform.BrokerUrl;
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["Auth__LocalJwksPath"] = context.Platform.Folder.Jwks;
        start.Environment["Encryption__KeyPath"] = context.Platform.Folder.DataKey;
        return start;
    }

    private static ProcessStartInfo MigrateSlowly(FaultContext context)
    {
        var dll = Path.Combine(AppContext.BaseDirectory, "Faults.Tests.dll");
        var owner = context.Platform.ConnectionAs("cases", "cases_owner");
        return new ProcessStartInfo("dotnet", ["exec", dll, MigrationChild.Verb, owner])
        {
            RedirectStandardOutput = true,
        };
    }
}
