using System.Text;
using System.Text.RegularExpressions;
using CivicPlatform.Faults.Tests.Suite;
using CivicPlatform.Faults.Tests.World;

namespace CivicPlatform.Faults.Tests.Messages;

/// <summary>F8: every message three times, shuffled; again when 8 days old; and out of order from the start.</summary>
public sealed partial class Redelivered : IFault
{
    private const int Times = 3, DaysOld = 8;
    private static readonly TimeSpan QuietFor = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan QuietBound = TimeSpan.FromSeconds(90);

    public string Id => "F8";

    public string Title => "every message three times, shuffled, and again 8 days later";

    public async Task RunAsync(FaultContext context, FaultReport report)
    {
        var choices = context.Choices(Id);
        await using var wire = await Wire.ConnectAsync(context);
        await wire.ListenAsync();
        var estate = await Neighbourhood.CollectingAsync(context.Platform);
        await WriteAsync(context with { Estate = estate }, report);
        await Checks.DrainedAsync(context, report);
        await QuietAsync(context, wire);
        var messages = await wire.HeardAsync();
        report.Require(messages.Count > 40, $"only {messages.Count} messages were heard");
        report.Acknowledged = messages.Count;
        report.Figure("messages", $"{messages.Count} x {Times}");

        var before = await ReadModels.ReadAsync(context);
        await DeliverAsync(wire, messages, choices);
        await CompareAsync(context, wire, report, before, "delivered again");
        await AgeAsync(context);
        await DeliverAsync(wire, messages, choices);
        await CompareAsync(context, wire, report, before, $"delivered again {DaysOld} days later");
        await OutOfOrderAsync(context, wire, report, messages, estate);
        report.Rounds = Times * 3;
    }

    private static async Task WriteAsync(FaultContext context, FaultReport report)
    {
        var load = Load.Start(context, "F8", 4, Load.Everything);
        await Task.Delay(context.Size.Of(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(30)));
        await load.StopAsync();
        await Checks.AllAsync(context, load, report);
    }

    private static async Task DeliverAsync(Wire wire, IReadOnlyList<Envelope> messages, Random choices)
    {
        var all = Enumerable.Repeat(messages, Times).SelectMany(m => m).ToArray();
        choices.Shuffle(all);
        foreach (var message in all) await wire.SendAsync(message);
    }

    /// <summary>Nothing arrives and nothing changes any more.</summary>
    private static async Task QuietAsync(FaultContext context, Wire wire)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var (last, since) = (-1L, TimeSpan.Zero);
        while (watch.Elapsed - since < QuietFor && watch.Elapsed < QuietBound)
        {
            var rows = await ReadModels.InboxRowsAsync(context);
            var waiting = 0u;
            foreach (var queue in Queues.All) waiting += await wire.CountAsync(queue);
            if (rows != last || waiting > 0) (last, since) = (rows, watch.Elapsed);
            await Task.Delay(100);
        }
    }

    private static async Task CompareAsync(
        FaultContext context, Wire wire, FaultReport report, List<string> before, string when)
    {
        await QuietAsync(context, wire);
        _ = await wire.HeardAsync(); // Our own deliveries.
        Compare(report, before, await ReadModels.ReadAsync(context), when);
        await Checks.NothingParkedAsync(context, report); // A second effect that only a key stopped.
    }

    private static void Compare(FaultReport report, List<string> expected, List<string> actual, string when)
    {
        var (missing, more) = (Minus(expected, actual), Minus(actual, expected));
        report.Lost += missing.Count;
        report.Doubled += more.Count;
        foreach (var row in missing.Take(3)) report.Find($"{when}: lost {row}");
        foreach (var row in more.Take(3)) report.Find($"{when}: new {row}");
    }

    private static List<string> Minus(List<string> rows, List<string> others)
    {
        var counts = others.CountBy(r => r).ToDictionary();
        return [.. rows.Where(row => !counts.TryGetValue(row, out var count) || (counts[row] = count - 1) < 0)];
    }

    /// <summary>As if that much time had passed: what is cleaned by age may be cleaned.</summary>
    private static async Task AgeAsync(FaultContext context)
    {
        foreach (var service in FaultPlatform.Services.Keys)
        {
            await context.Platform.ExecuteAsync(service,
                $"update platform.inbox set received_at = received_at - interval '{DaysOld} days'; " +
                $"update platform.idempotency set created_at = created_at - interval '{DaysOld} days'");
        }
    }

    /// <summary>
    /// The estate's whole history once more under other ids, made 8 days ago, never seen before, three times and
    /// shuffled: what comes of it must be what came of the first one, which was told in order.
    /// </summary>
    private static async Task OutOfOrderAsync(
        FaultContext context, Wire wire, FaultReport report, List<Envelope> messages, Neighbourhood estate)
    {
        // A time line belongs to a case that exists, so cases keep their ids.
        var known = await context.Platform.RowsAsync("cases", "select id::text from cases");
        var cases = known.Select(r => r[0]).ToHashSet();
        var twins = new Twins(TimeProvider.System.GetUtcNow().AddDays(-DaysOld), cases);
        var told = messages.Where(m => Text(m).Contains(estate.EstateId.ToString(), StringComparison.Ordinal)).ToList();
        var before = await ReadModels.ReadAsync(context);
        var ids = told.SelectMany(m => Ids(Text(m))).Where(id => !cases.Contains(id)).ToHashSet();
        var originals = before.Where(row => Ids(row).Any(ids.Contains)).ToList();
        var expected = before.Concat(originals.Select(twins.Of)).Order(StringComparer.Ordinal).ToList();

        var copies = told.ConvertAll(m => m with { Body = Encoding.UTF8.GetBytes(twins.Of(Text(m))) });
        await DeliverAsync(wire, copies, context.Choices("F8"));
        await QuietAsync(context, wire);
        Compare(report, expected, await ReadModels.ReadAsync(context), "out of order");
        report.Figure("told out of order under new ids", $"{copies.Count}, {originals.Count} rows compared");
        report.Require(originals.Count > 200, $"only {originals.Count} rows of the estate were compared");
    }

    private static string Text(Envelope envelope) => Encoding.UTF8.GetString(envelope.Body);

    private static IEnumerable<string> Ids(string text) => Guids().Matches(text).Select(m => m.Value);

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Guids();

    /// <summary>Gives every id but those to keep a twin, the same one each time.</summary>
    private sealed class Twins(DateTimeOffset madeAt, IEnumerable<string> keep)
    {
        private readonly Dictionary<string, string> _twins = keep.ToDictionary(id => id);

        public string Of(string text) => Guids().Replace(text, match =>
        {
            if (!_twins.TryGetValue(match.Value, out var twin))
                _twins.Add(match.Value, twin = Guid.CreateVersion7(madeAt).ToString());
            return twin;
        });
    }
}
