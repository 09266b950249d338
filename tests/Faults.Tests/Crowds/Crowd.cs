using System.Net;
using CivicPlatform.Faults.Tests.Suite;
using CivicPlatform.Faults.Tests.World;

namespace CivicPlatform.Faults.Tests.Crowds;

/// <summary>F13: many at once where only one may win, or only those in time.</summary>
public sealed class Crowd : IFault
{
    private const int Twins = 50, Payments = 100, Papers = 100;
    private const string Half = "450.00"; // Of one bill; 60 of them are half of a building of 60 flats.

    public string Id => "F13";

    public string Title => "50 twins; 100 payments across 50 %; 100 ballots at the closing instant";

    public async Task RunAsync(FaultContext context, FaultReport report)
    {
        var rounds = context.Size.RoundsOf(1, 5);
        for (var round = 0; round < rounds; round++)
        {
            var estate = round == 0 ? context.Estate : await Neighbourhood.CollectingAsync(context.Platform);
            var here = context with { Estate = estate };
            await TwinsAsync(here, report);
            await CrossingAsync(here, report);
            await ClosingAsync(here, report, estate => CloseAsync(estate), "ballots.motion_closed");
            await ClosingAsync(here, report, estate => MoveToCloseAsync(estate), "ballots.voting_over");
            report.Rounds += 4;
        }
    }

    /// <summary>50 clients with one key: one row, and everyone hears the same.</summary>
    private async Task TwinsAsync(FaultContext context, FaultReport report)
    {
        var load = Load.Start(context, Id, 0, Load.Everything);
        foreach (var kind in Load.Everything)
        {
            var write = await load.Maker.MakeAsync(kind);
            var histories = Enumerable.Range(0, Twins).Select(_ => new History()).ToArray();
            var answers = await Task.WhenAll(histories.Select(h => Writer.WriteAsync(write, h)));
            var different = answers.OfType<Answer>().Select(a => $"{(int)a.Status} {a.Text}").Distinct().ToArray();
            report.Require(answers.All(a => a is not null), $"{kind}: a twin was never answered");
            report.Require(different.Length == 1, $"{kind}: twins heard {string.Join(" | ", different)}");
            report.Recovered(histories.Max(h => h.LongestWait));
            await Writer.WriteAsync(write, load.History);
        }
        await Checks.AllAsync(context, load, report);
    }

    /// <summary>100 payments that take a building over its half, spread over both replicas of Funds.</summary>
    private static async Task CrossingAsync(FaultContext context, FaultReport report)
    {
        const string building = "4";
        var (estate, history) = (context.Estate, new History());
        var maker = new WriteMaker(estate, Load.RunName("F13p"));
        var first = (Neighbourhood.Buildings - 1) * Neighbourhood.RoomsPerBuilding;
        await Task.WhenAll(Enumerable.Range(0, Payments)
            .Select(i => Writer.WriteAsync(maker.Payment(Half, first + i % (Payments / 2)), history)));
        report.Acknowledged += history.Acknowledged.Count;
        foreach (var refused in history.Refused) report.Find(refused);

        var where = $"campaign_id = '{estate.CampaignId}' and building = '{building}'";
        await OnceAsync(context, report, "funds", $"select count(*) from thresholds where {where}", "threshold");
        await OnceAsync(context, report, "notifications",
            "select count(*) from notices where event_type like '%CampaignThresholdReached' " +
            $"and aggregate_id = '{estate.CampaignId}' and title || body like '%{building}%'", "threshold notice");
        await OnceAsync(context, report, "cases", "select count(*) from timeline_entries " +
            $"where case_id = '{estate.CaseId}' and event = 'CampaignThresholdReached'", "threshold on the time line");
        var books = await context.Platform.RowsAsync("funds",
            "select t.collected = (select coalesce(sum(l.to_bill), 0) from bank_lines l " +
            "join bills b on b.id = l.bill_id " +
            $"where b.campaign_id = t.campaign_id and b.building = t.building) from building_totals t where {where}");
        report.Require(books[0][0] == "True", $"building {building}: the total differs from its lines");
        await Checks.BalancedAsync(context, report);
    }

    private static async Task OnceAsync(
        FaultContext context, FaultReport report, string service, string sql, string what)
    {
        await Checks.DrainedAsync(context, report);
        var count = 0L;
        await Eventually.Async(async () =>
            Assert.NotEqual(0L, count = await context.Platform.QueryAsync<long>(service, sql)));
        if (count == 0) report.Lost++;
        if (count > 1) report.Doubled++;
        report.Require(count == 1, $"{count} times: {what}");
    }

    /// <summary>100 papers while the motion ends: those taken are counted, the others hear why not.</summary>
    private static async Task ClosingAsync(
        FaultContext context, FaultReport report, Func<(Neighbourhood Estate, Guid Motion), Task> end, string reason)
    {
        var estate = context.Estate;
        var motion = await estate.OpenMotionAsync(Load.RunName("F13b"));
        var papers = Enumerable.Range(0, Papers).Select(i => CastLaterAsync(estate, motion, i)).ToList();
        await Task.WhenAny(papers);
        await end((estate, motion));
        var late = await CastAsync(estate, motion, Papers);
        var answers = await Task.WhenAll(papers);

        var taken = answers.Count(a => a.Status == HttpStatusCode.Created);
        report.Acknowledged += taken;
        foreach (var odd in answers.Append(late).Where(a => a.Status != HttpStatusCode.Created && a.Code != reason))
            report.Find($"a late paper heard {(int)odd.Status} {odd.Text}");
        report.Require(late.Code == reason, $"a paper after the end heard {(int)late.Status} {late.Text}");
        var kept = await context.Platform.QueryAsync<long>(
            "consultation", $"select count(*) from ballots where motion_id = '{motion}'");
        report.Require(kept == taken, $"{kept} ballots kept, {taken} taken");
        report.Figure($"in time before {reason}", $"{taken} of {Papers}");
    }

    // One after the other within half a second, so that the end comes among them.
    private static async Task<Answer> CastLaterAsync(Neighbourhood estate, Guid motion, int household)
    {
        await Task.Delay(household * 5);
        return await CastAsync(estate, motion, household);
    }

    private static Task<Answer> CastAsync(Neighbourhood estate, Guid motion, int household)
    {
        var (building, room) = Neighbourhood.Household(household);
        return estate.TallyClerk.PostAsync($"/api/v1/motions/{motion}/ballots", new
        {
            building, entrance = "1", room, choice = "FOR", channel = "PAPER", castAt = "2023-05-20T09:02:00+08:00",
        });
    }

    private static async Task CloseAsync((Neighbourhood Estate, Guid Motion) at) =>
        (await at.Estate.TallyClerk.PostAsync($"/api/v1/motions/{at.Motion}/close", new { }))
            .Expect(HttpStatusCode.OK);

    private static async Task MoveToCloseAsync((Neighbourhood Estate, Guid Motion) at)
    {
        var motion = (await at.Estate.Clerk.GetAsync($"/api/v1/motions/{at.Motion}")).Expect(HttpStatusCode.OK);
        var closesAt = DateTimeOffset.Parse(motion["closesAt"], null);
        await at.Estate.MoveClockAsync(closesAt);
        var moved = $"select count(*) from motions where id = '{at.Motion}' " +
            "and civil_instant(street_code, now()) >= closes_at";
        await Eventually.Async(async () =>
            Assert.Equal(1L, await at.Estate.Platform.QueryAsync<long>("consultation", moved)));
    }
}
