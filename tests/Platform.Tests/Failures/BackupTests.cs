using System.Collections.Concurrent;
using CivicPlatform.Cli.Keys;
using CivicPlatform.Cli.Recovery;
using CivicPlatform.Platform.Tests.LiftOverhaul;
using Npgsql;

namespace CivicPlatform.Platform.Tests.Failures;

/// <summary>
/// F15 and F16 on the whole platform: a backup under load becomes a second cluster with everything that was
/// acknowledged, and <c>./civic verify</c> names the row that a superuser changed there.
/// </summary>
[Collection(FailuresCollection.Name)]
public sealed class BackupTests(PlatformFixture platform) : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("civic-backup-").FullName;

    private string BackupFolder => Path.Combine(_root, "backup");

    private string Restored => Path.Combine(_root, "restored");

    [Fact]
    public async Task a_backup_under_load_holds_all_that_was_acknowledged_and_tampering_shows()
    {
        new DataFolder(_root).Ensure(); // So that PostgreSQL's own user may pass through to the new cluster.
        var story = await LiftOverhaulStory.CollectingAsync(platform);
        using var load = new Load(story);
        var payments = load.PayAsync();
        try
        {
            await BackUpWhileFollowingAsync();
        }
        finally
        {
            await load.StopAsync();
        }
        await payments;

        var restore = await CivicCommand.RunAsync("restore", BackupFolder, "--data-dir", Restored);
        TestContext.Current.SendDiagnosticMessage(restore.Text);
        Assert.True(restore.Code == 0, restore.Text);
        foreach (var said in (string[])["RPO: ", "RTO: ", "verified", "as counted at the backup"])
            Assert.Contains(said, restore.Text, StringComparison.Ordinal);
        await CompareAsync(story, load);

        var verify = await CivicCommand.RunAsync("verify", "--data-dir", platform.Folder.Path);
        Assert.True(verify.Code == 0, verify.Text);
        await TamperAsync("update ledger_transfers set amount = amount + 1 where seq = 2");
        var tampered = await CivicCommand.RunAsync("verify", "--data-dir", Restored);
        Assert.Equal(1, tampered.Code);
        Assert.Contains(
            "BAD funds public.ledger_transfers seq=2: was changed", tampered.Text, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private async Task BackUpWhileFollowingAsync()
    {
        using var backup = CivicCommand.Start(
            "backup", BackupFolder, "--data-dir", platform.Folder.Path, "--follow");
        await Eventually.Async(() =>
        {
            Assert.True(backup.HasEnded || File.Exists(BackupRecord.PathIn(BackupFolder)));
            return Task.CompletedTask;
        }, TimeSpan.FromSeconds(90));
        await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken); // More than it counted.
        await backup.InterruptAsync();
        var (code, text) = await backup.EndAsync();
        Assert.True(code == 0, text);
        Assert.Contains("ended on request", text, StringComparison.Ordinal);
        foreach (var secret in (string[])["secrets.json", "keys/seal-key", "keys/data-key.json", "seal/funds.log"])
            AssertPrivate(Path.Combine(BackupFolder, secret));
    }

    private static void AssertPrivate(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    private async Task CompareAsync(LiftOverhaulStory story, Load load)
    {
        var until = BackupRecord.Read(BackupFolder).CompleteUntil;
        var covered = load.Acknowledged.Where(p => p.Value < until).Select(p => p.Key).ToArray();
        Assert.NotEmpty(covered);
        await using var cluster = await PostgresCluster.StartAsync(
            new DataFolder(Restored), TestContext.Current.CancellationToken);
        await using var connection = new NpgsqlConnection(Funds(cluster));
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(
            "select count(*) from bank_lines where account_id = $1 and serial = any($2)", connection)
        {
            Parameters = { new() { Value = story.AccountId }, new() { Value = covered } },
        };
        Assert.Equal((long)covered.Length, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    private async Task TamperAsync(string sql)
    {
        await using var cluster = await PostgresCluster.StartAsync(
            new DataFolder(Restored), TestContext.Current.CancellationToken);
        await using var connection = new NpgsqlConnection(Funds(cluster));
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand($"set session_replication_role = replica; {sql}", connection);
        Assert.Equal(1, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
    }

    private static string Funds(PostgresCluster cluster) => new NpgsqlConnectionStringBuilder(cluster.Superuser)
    {
        Database = "funds",
        Pooling = false,
    }.ConnectionString;

    /// <summary>Payments one after the other, from several desks, until stopped.</summary>
    private sealed class Load(LiftOverhaulStory story) : IDisposable
    {
        private const int Desks = 4;
        private readonly CancellationTokenSource _stop = new(TimeSpan.FromMinutes(3));

        /// <summary>Serials that were answered with 201, and when.</summary>
        public ConcurrentDictionary<string, DateTimeOffset> Acknowledged { get; } = new();

        public Task PayAsync() => Task.WhenAll(Enumerable.Range(0, Desks).Select(DeskAsync));

        public Task StopAsync() => _stop.CancelAsync();

        public void Dispose() => _stop.Dispose();

        private async Task DeskAsync(int desk)
        {
            for (var payment = 0; !_stop.IsCancellationRequested; payment++)
            {
                var serial = $"B{desk}-{payment}";
                var answer = await story.Manager.PostAsync($"/api/v1/accounts/{story.AccountId}/bank-lines", new
                {
                    bankSerial = serial, bookedAt = "2023-06-12 09:13:00", amount = "1.00", counterparty = "业主",
                    memo = "电梯大修",
                });
                if (answer.Status == HttpStatusCode.Created) Acknowledged[serial] = DateTimeOffset.UtcNow;
            }
        }
    }
}
