using System.Collections.Concurrent;
using CivicPlatform.ServiceDefaults.Clocks;
using CivicPlatform.ServiceDefaults.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CivicPlatform.ServiceDefaults.Tests.Clocks;

/// <summary>Of two schedulers one works, and one that slept through its lease does not work on.</summary>
public sealed class LeasedLoopTests(SampleFixture fixture)
{
    private const string First = "test-first", Slept = "test-slept", Switched = "test-switched-off";
    private static readonly TimeSpan LongEnough = TimeSpan.FromMilliseconds(500); // Many rounds of 20 ms.

    [Fact]
    public async Task only_the_holder_works()
    {
        using var holder = Start(First);
        await SeenAsync(() => Assert.Contains(1, holder.Tokens));
        using var other = Start(First);
        await Task.Delay(LongEnough, TestContext.Current.CancellationToken);
        Assert.Empty(other.Tokens);
        Assert.Equal([1L], holder.Tokens.Distinct());
        await StopAsync(holder, other);
    }

    [Fact]
    public async Task a_holder_that_slept_through_its_lease_is_fenced()
    {
        using var sleeper = Start(Slept, asleep: true);
        await SeenAsync(() => Assert.Equal([1L], sleeper.Tokens));
        using var other = Start(Slept);
        await Task.Delay(LongEnough, TestContext.Current.CancellationToken);
        Assert.Empty(other.Tokens); // The lease still runs.
        await ExecuteAsync($"update platform.leases set expires_at = now() - interval '1 s' where name = '{Slept}'");
        await SeenAsync(() => Assert.Contains(2, other.Tokens));
        sleeper.Wake();
        await Task.Delay(LongEnough, TestContext.Current.CancellationToken);
        Assert.Equal([1L], sleeper.Tokens);
        Assert.Equal([2L], other.Tokens.Distinct());
        await StopAsync(sleeper, other);
    }

    [Fact]
    public async Task a_lease_that_nobody_can_have_taken_is_told_once_a_minute()
    {
        await ExecuteAsync("insert into platform.leases (name, holder, token, expires_at) " +
            $"values ('{Switched}', 'nobody', 7, 'infinity')");
        var log = new ToldLog();
        using var loop = Start(Switched, log: log);
        await SeenAsync(() => Assert.Contains(
            "nobody", Assert.Single(log.Of(LogLevel.Warning)), StringComparison.Ordinal));
        await Task.Delay(LongEnough, TestContext.Current.CancellationToken);
        Assert.Single(log.Of(LogLevel.Warning));
        Assert.Empty(loop.Tokens);
        await StopAsync(loop);
    }

    private static Task SeenAsync(Action assertion) => Eventually.Async(() =>
    {
        assertion();
        return Task.CompletedTask;
    });

    private Loop Start(string name, bool asleep = false, ILogger? log = null)
    {
        var worker = fixture.Service.Services.GetRequiredKeyedService<NpgsqlDataSource>(DatabaseLogin.Worker);
        var loop = new Loop(name, worker, asleep, log ?? NullLogger.Instance);
        _ = loop.StartAsync(TestContext.Current.CancellationToken);
        return loop;
    }

    private static Task StopAsync(params Loop[] loops) =>
        Task.WhenAll(loops.Select(l => l.StopAsync(TestContext.Current.CancellationToken)));

    private async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(fixture.Service.Database.Superuser);
        await using var command = source.CreateCommand(sql);
        Assert.Equal(1, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Notes the tokens of its rounds; asleep, its first round lasts until it is woken.</summary>
    private sealed class Loop(string name, NpgsqlDataSource worker, bool asleep, ILogger log) : LeasedLoop(
        name, TimeSpan.FromMilliseconds(20), worker, TimeProvider.System, log)
    {
        private readonly TaskCompletionSource _woken = new();

        public ConcurrentQueue<long> Tokens { get; } = new();

        public void Wake() => _woken.TrySetResult();

        protected override async Task RunOnceAsync(long fencingToken, CancellationToken ct)
        {
            Tokens.Enqueue(fencingToken);
            if (asleep) await _woken.Task.WaitAsync(ct);
        }
    }
}
