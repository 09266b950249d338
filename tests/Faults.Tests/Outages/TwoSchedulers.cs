using System.Diagnostics;
using System.Globalization;
using CivicPlatform.Faults.Tests.Suite;
using CivicPlatform.Faults.Tests.World;

namespace CivicPlatform.Faults.Tests.Outages;

/// <summary>F12: the leader of two schedulers stops near its round, another takes over, the leader goes on.</summary>
public sealed class TwoSchedulers : IFault
{
    private const string Lease = "funds-daily-pages";
    private const int RoundSeconds = 10; // Between two looks of the scheduler.
    private static readonly TimeSpan TakeoverBound = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Closing = TimeSpan.FromHours(18);

    public string Id => "F12";

    public string Title => "two schedulers, one timer; the leader is stopped and continued";

    public async Task RunAsync(FaultContext context, FaultReport report)
    {
        var (choices, rounds) = (context.Choices(Id), context.Size.RoundsOf(1, 5));
        for (; report.Rounds < rounds; report.Rounds++)
        {
            var day = await MoveToClosingTimeAsync(context);
            await Task.Delay(choices.Next(0, context.Size.Of(500, RoundSeconds * 1000)));
            await StopLeaderAsync(context, report, day);
            await CheckAsync(context, report, day);
        }
    }

    /// <summary>18:00 of the next civil day of the street office: all pages of that day are due at once.</summary>
    private static async Task<DateOnly> MoveToClosingTimeAsync(FaultContext context)
    {
        var row = (await context.Platform.RowsAsync("funds",
            "select coalesce(max(offset_seconds), 0)::text from platform.civil_clock where street_code = $1",
            context.Estate.Street))[0];
        var offset = TimeSpan.FromSeconds(long.Parse(row[0], CultureInfo.InvariantCulture));
        var now = (TimeProvider.System.GetUtcNow() + offset).ToOffset(TimeSpan.FromHours(8));
        var due = new DateTimeOffset(now.Date.AddDays(1) + Closing, now.Offset).AddSeconds(1);
        await context.Estate.MoveClockAsync(due);
        return DateOnly.FromDateTime(due.DateTime);
    }

    private static async Task StopLeaderAsync(FaultContext context, FaultReport report, DateOnly day)
    {
        var (leader, token) = await LeaderAsync(context);
        Signals.Send("STOP", leader);
        var stopped = Stopwatch.StartNew();
        try
        {
            while ((await LeaderAsync(context)).Token <= token || await PagesAsync(context, day) == 0)
            {
                if (stopped.Elapsed > TakeoverBound)
                {
                    report.Find($"nobody took over within {TakeoverBound}");
                    break;
                }
                await Task.Delay(100);
            }
            report.Recovered(stopped.Elapsed);
            var least = context.Size.Of(TimeSpan.Zero, TimeSpan.FromSeconds(60));
            while (stopped.Elapsed < least) await Task.Delay(100);
        }
        finally
        {
            Signals.Send("CONT", leader);
        }
        // The old leader wakes up in the middle of what it did, and its next round comes too.
        await Task.Delay(TimeSpan.FromSeconds(RoundSeconds + 2));
        report.Require((await LeaderAsync(context)).Token > token, "the fencing token did not grow");
    }

    private static async Task CheckAsync(FaultContext context, FaultReport report, DateOnly day)
    {
        await Checks.DrainedAsync(context, report);
        var pages = await context.Platform.RowsAsync("funds",
            "select building, count(*)::text, max(version)::text from snapshots where campaign_id = $1 and day = $2 " +
            "group by building", context.Estate.CampaignId, day);
        report.Acknowledged += pages.Count;
        report.Lost += Math.Max(0, Neighbourhood.Buildings - pages.Count);
        foreach (var page in pages.Where(p => p[1] != "1" || p[2] != "1"))
        {
            report.Doubled++;
            report.Find($"building {page[0]} has {page[1]} pages of {day}");
        }
        var told = 0L;
        await Eventually.Async(async () =>
            Assert.True(Neighbourhood.Buildings <= (told = await ToldAsync(context, day))));
        report.Require(told == Neighbourhood.Buildings, $"{told} notices of {Neighbourhood.Buildings} pages");
    }

    private static async Task<(int Pid, long Token)> LeaderAsync(FaultContext context)
    {
        var row = (await context.Platform.RowsAsync(
            "funds", "select holder, token::text from platform.leases where name = $1", Lease))[0];
        return (int.Parse(row[0].Split('/')[1], CultureInfo.InvariantCulture),
            long.Parse(row[1], CultureInfo.InvariantCulture));
    }

    private static Task<long> PagesAsync(FaultContext context, DateOnly day) =>
        context.Platform.QueryAsync<long>("funds", "select count(*) from snapshots " +
            $"where campaign_id = '{context.Estate.CampaignId}' and day = '{day:yyyy-MM-dd}'");

    // The notice names the day in Chinese; one of them per building and day.
    private static Task<long> ToldAsync(FaultContext context, DateOnly day) =>
        context.Platform.QueryAsync<long>("notifications",
            "select count(*) from notices where event_type like '%SnapshotClosed' " +
            $"and aggregate_id = '{context.Estate.CampaignId}' " +
            $"and title || body like '%{day.Year}年{day.Month}月{day.Day}日%'");
}
