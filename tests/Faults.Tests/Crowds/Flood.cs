using System.Diagnostics;
using System.Text;
using CivicPlatform.Faults.Tests.Suite;
using CivicPlatform.Faults.Tests.World;
using Npgsql;

namespace CivicPlatform.Faults.Tests.Crowds;

/// <summary>F14: too many, too large, too slow. Everyone else is served, and nobody hangs.</summary>
public sealed class Flood : IFault
{
    private const int Idle = 500, Slow = 100, Writers = 3;
    private const long Gigabyte = 1L << 30;

    // Of the gateway (10 s for a head, 15 s between two reads), as a time-out times three.
    private static readonly TimeSpan HangBound = TimeSpan.FromSeconds(45);

    // What a caller who does nothing wrong may have to wait meanwhile.
    private static readonly TimeSpan OthersBound = TimeSpan.FromSeconds(10);

    public string Id => "F14";

    public string Title => "500 idle clients; slow-loris; a body of 1 GB; connection exhaustion";

    public async Task RunAsync(FaultContext context, FaultReport report)
    {
        var rounds = context.Size.RoundsOf(1, 3);
        for (var round = 0; round < rounds; round++)
        {
            await BesideAsync(context, report, "idle clients", () => IdleAsync(context));
            await BesideAsync(context, report, "slow heads and bodies",
                () => Task.WhenAll(SlowHeadsAsync(context, report), SlowBodiesAsync(context, report)));
            await BesideAsync(context, report, "1 GB", () => HugeAsync(context, report));
            await BesideAsync(context, report, "no connections left", () => ExhaustAsync(context, report));
            report.Rounds += 5;
        }
    }

    /// <summary>Writers who do nothing wrong, beside it.</summary>
    private async Task BesideAsync(FaultContext context, FaultReport report, string what, Func<Task> flood)
    {
        var load = Load.Start(context, Id, Writers, Load.Everything);
        try
        {
            await flood();
        }
        finally
        {
            await load.StopAsync();
        }
        var longest = load.History.LongestWait;
        var count = load.History.Acknowledged.Count;
        context.Say($"{what}: {count} writes beside it, the longest {longest.TotalSeconds:0.0} s");
        report.Require(longest < OthersBound, $"{what}: another caller waited {longest}");
        report.Require(load.History.Acknowledged.Count > 0, $"{what}: nobody else was served");
        await Checks.AllAsync(context, load, report);
    }

    private static async Task IdleAsync(FaultContext context)
    {
        var clients = await ConnectAsync(context, Idle);
        await Task.Delay(context.Size.Of(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(60)));
        foreach (var client in clients) client.Dispose();
    }

    /// <summary>A byte of the head now and then: the gateway hangs up after its time for a head.</summary>
    private static async Task SlowHeadsAsync(FaultContext context, FaultReport report)
    {
        var head = Encoding.ASCII.GetBytes("GET /api/v1/cases HTTP/1.1\r\nHost: localhost\r\nX-Slow: " +
            new string('a', 1000));
        await SlowAsync(context, report, "slow head", head.Select(b => new[] { b }));
    }

    /// <summary>A byte of an import now and then: these bodies reach the service, which must hang up itself.</summary>
    private static async Task SlowBodiesAsync(FaultContext context, FaultReport report)
    {
        var token = context.Platform.TokenFor("street-clerk", context.Estate.Street);
        var head = RawClient.Head("/api/v1/unit-imports", token, "text/csv", "Content-Length: 100000");
        await SlowAsync(context, report, "slow body", Enumerable.Repeat("a"u8.ToArray(), 1000).Prepend(head));
    }

    private static async Task SlowAsync(
        FaultContext context, FaultReport report, string what, IEnumerable<byte[]> chunks)
    {
        var clients = await ConnectAsync(context, Slow);
        var ends = await Task.WhenAll(
            clients.Select(c => c.TalkAsync(chunks, TimeSpan.FromMilliseconds(500), HangBound)));
        var longest = ends.Max(e => e.Took);
        report.Figure($"{what} ended after", $"{longest.TotalSeconds:0.0} s");
        foreach (var group in ends.CountBy(e => e.Status))
        {
            report.Figure($"{what} answered {group.Key}", $"{group.Value}");
            report.Require(group.Key is 0 or 400 or 408 or 503, $"{what}: {group.Value} heard {group.Key}");
        }
        report.Require(ends.All(e => e.Status != -1), $"{what}: {ends.Count(e => e.Status == -1)} still hang");
        foreach (var client in clients) client.Dispose();
    }

    /// <summary>1 GB with its length, and 1 GB without, to an address for small bodies and to an import.</summary>
    private static async Task HugeAsync(FaultContext context, FaultReport report)
    {
        var token = context.Platform.TokenFor("street-clerk", context.Estate.Street);
        var block = new byte[1 << 20];
        Array.Fill(block, (byte)'a');
        foreach (var (path, media) in ((string, string)[])
            [("/api/v1/cases", "application/json"), ("/api/v1/unit-imports", "text/csv")])
        {
            var told = Enumerable.Repeat(block, (int)(Gigabyte / block.Length))
                .Prepend(RawClient.Head(path, token, media, $"Content-Length: {Gigabyte}"));
            var size = Encoding.ASCII.GetBytes($"{block.Length:x}\r\n");
            var chunk = (byte[])[.. size, .. block, .. "\r\n"u8];
            var untold = Enumerable.Repeat(chunk, (int)(Gigabyte / block.Length))
                .Prepend(RawClient.Head(path, token, media, "Transfer-Encoding: chunked"));
            foreach (var body in (IEnumerable<byte[]>[])[told, untold])
            {
                using var client = await RawClient.ConnectAsync(context.Platform.Api);
                var (status, took) = await client.TalkAsync(body, TimeSpan.Zero, HangBound);
                report.Require(status == 413, $"1 GB to {path}: {status} after {took.TotalSeconds:0.0} s");
            }
        }
    }

    /// <summary>Somebody takes every connection of PostgreSQL; services go on with theirs or say 503.</summary>
    private static async Task ExhaustAsync(FaultContext context, FaultReport report)
    {
        var taken = new List<NpgsqlConnection>();
        try
        {
            await TakeAllAsync(context, taken);
            report.Figure("connections taken", $"{taken.Count}");
            var length = context.Size.Of(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(30));
            for (var watch = Stopwatch.StartNew(); watch.Elapsed < length;) await Task.Delay(100);
        }
        finally
        {
            foreach (var connection in taken) await connection.DisposeAsync();
        }
    }

    private static async Task TakeAllAsync(FaultContext context, List<NpgsqlConnection> taken)
    {
        const int serverMax = 300;
        while (taken.Count < serverMax)
        {
            var text = context.Platform.ConnectionAs("notifications", "notifications_worker");
            var connection = new NpgsqlConnection(text);
            try
            {
                await connection.OpenAsync();
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.TooManyConnections)
            {
                await connection.DisposeAsync();
                return;
            }
            taken.Add(connection);
        }
    }

    private static Task<RawClient[]> ConnectAsync(FaultContext context, int count) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(_ => RawClient.ConnectAsync(context.Platform.Api)));
}
