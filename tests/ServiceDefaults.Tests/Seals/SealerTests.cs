using CivicPlatform.Kernel.Seals;
using CivicPlatform.ServiceDefaults.Tests.Sample;
using Npgsql;

namespace CivicPlatform.ServiceDefaults.Tests.Seals;

/// <summary>A service of its own for each test: some of them make its sealer stop.</summary>
public sealed class SealerTests : IAsyncLifetime
{
    private const string AuditSql =
        "insert into platform.audit (actor, action, street_code) select 'test', 'test.act', '110114009' " +
        "from generate_series(1, {0})";

    private SampleService _service = null!;

    private TestDatabase Database => _service.Database;

    private string File => Path.Combine(Database.SealFolder, "registry.log");

    public async ValueTask InitializeAsync() => _service = await SampleService.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task seals_what_commits_late_once_and_holds_nothing_up_for_it()
    {
        await using var late = await OpenAsync();
        await using var transaction = await late.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await ExecuteAsync(late, "insert into platform.audit (actor, action, street_code) values ('late', 'a.b', '1')");
        await AppendAsync(3); // Later numbers, earlier commit.
        await Eventually.Async(async () => Assert.Equal(3L, await SealedAsync()));

        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        await Eventually.Async(async () => Assert.Equal(4L, await SealedAsync()));
        await SealCheck.AllSealedAsync("registry", Database);
        Assert.Equal(4L, await _service.QueryAsync<long>(
            "select count(distinct key) from platform.seal_blocks, unnest(keys) key"));
    }

    [Fact]
    public async Task seals_a_backlog_in_blocks_and_a_transaction_whole()
    {
        await AppendAsync(4000);
        await AppendAsync(4000);
        await AppendAsync(7000);
        await AppendAsync(10);
        await Eventually.Async(async () => Assert.Equal(15_010L, await SealedAsync()), TimeSpan.FromSeconds(30));
        await SealCheck.AllSealedAsync("registry", Database);
        Assert.True(await _service.QueryAsync<int>("select max(cardinality(keys)) from platform.seal_blocks") <= 8000);
    }

    [Fact]
    public async Task takes_rows_that_were_there_before_in_small_groups()
    {
        await SuperAsync("create table old_rows as select gen_random_uuid() as id from generate_series(1, 20000); " +
            "select platform.seal_rows('old_rows', 'id'); insert into old_rows values (gen_random_uuid())");
        Assert.Equal(6L, await _service.QueryAsync<long>("select count(distinct tx) from old_rows where tx < '9'"));
        Assert.Equal(1L, await _service.QueryAsync<long>(
            "select count(*) from old_rows where tx >= '9' and pg_visible_in_snapshot(tx, pg_current_snapshot())"));
    }

    [Fact]
    public async Task writes_nothing_once_another_holds_the_lease()
    {
        await AppendAsync(1);
        await Eventually.Async(async () => Assert.Equal(1L, await SealedAsync()));
        // Whoever took over is elsewhere; ours still believes that it holds the lease.
        await SuperAsync("update platform.leases set holder = 'another', token = token + 1, " +
            "expires_at = now() + interval '8 seconds' where name = 'sealer'");
        await AppendAsync(1);
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        Assert.Equal(1L, await SealedAsync());

        await Eventually.Async(async () => Assert.Equal(2L, await SealedAsync()), TimeSpan.FromSeconds(30));
        await SealCheck.AllSealedAsync("registry", Database);
    }

    [Fact]
    public async Task stops_when_the_file_was_cut_and_goes_on_when_it_is_back()
    {
        await AppendAsync(1);
        await SealCheck.AllSealedAsync("registry", Database);
        var before = await ReadFileAsync();
        await System.IO.File.WriteAllTextAsync(File, "", TestContext.Current.CancellationToken);
        await AppendAsync(1);
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        await AppendAsync(1);
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        Assert.Equal("", await ReadFileAsync()); // A sealer that wrote on would have covered the cut.
        Assert.True(await SealedAsync() <= 2);
        Assert.NotEqual("", before);
    }

    [Fact]
    public async Task keeps_one_signed_line_a_block_outside_the_database()
    {
        await AppendAsync(2);
        await SealCheck.AllSealedAsync("registry", Database);
        await AppendAsync(2);
        await SealCheck.AllSealedAsync("registry", Database);
        var key = SealKey.FromFile(Servers.Keys.SealKey);
        var lines = (await ReadFileAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.NotNull(SealLine.Read(line, key)));
        Assert.Equal(lines.Select((_, i) => i + 1L), lines.Select(line => SealLine.Read(line, key)!.Block));
        Assert.Null(SealLine.Read(lines[0].Replace(" audit ", " ballots ", StringComparison.Ordinal), key));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    private Task<long> SealedAsync() =>
        _service.QueryAsync<long>("select coalesce(max(total), 0) from platform.seal_blocks where chain = 'audit'");

    private Task AppendAsync(int rows) => SuperAsync(AuditSql.Replace("{0}", $"{rows}", StringComparison.Ordinal));

    private async Task SuperAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await ExecuteAsync(connection, sql);
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(Database.Superuser);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private async Task<string> ReadFileAsync()
    {
        await using var stream = new FileStream(File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
