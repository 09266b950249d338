using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text.Json;
using CivicPlatform.Consultation.Motions;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.Consultation.Tests.Motions;
using CivicPlatform.Contracts.Registry;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.Testing;

namespace CivicPlatform.Consultation.Tests.History;

/// <summary>
/// Whatever comes in whatever order, the count is what a replay of the history gives: of the answers as they were
/// heard, and of what the platform itself has kept.
/// </summary>
public sealed class HistoryTests(ConsultationService service, ITestOutputHelper output)
{
    private const int Seeds = 40, Steps = 30, MaxProxies = 2, AtOnce = 4;

    [Fact, Trait("rule", "VOTE-13"), Trait("rule", "VOTE-22"), Trait("rule", "EVT-01")]
    public async Task any_interleaving_counts_what_a_replay_counts()
    {
        var revoked = 0;
        await Parallel.ForEachAsync(Enumerable.Range(1, Seeds),
            new ParallelOptions
            {
                MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken,
            },
            async (seed, _) =>
            {
                try
                {
                    if (await PlayAsync(seed)) Interlocked.Increment(ref revoked);
                }
                catch (Exception e)
                {
                    throw new InvalidOperationException($"seed {seed}: {e.Message}", e);
                }
            });
        output.WriteLine($"{Seeds} histories of {Steps} steps, {revoked} decisions revoked");
        Assert.InRange(revoked, 1, Seeds);
    }

    private async Task<bool> PlayAsync(int seed)
    {
        var (office, script) = (service.NewOffice(), new HistoryScript(seed));
        var (units, matter) = (script.Units(), script.AnyMatter());
        var silence = script.Silence(matter);
        var motion = await OpenAsync(office, units, matter, silence);
        var model = new HistoryModel(units, matter, silence, MaxProxies);
        for (var step = 0; step < Steps; step++)
        {
            var acts = Enumerable.Range(0, script.Together())
                .Select(_ => script.Next(model, units, silence, step)).ToList();
            await DoAsync(office, motion, model, acts);
        }
        while (!model.IsClosed) await DoAsync(office, motion, model, [script.Close(units, silence)]);

        var counted = await HoldsAsync(office, motion, model);
        if (!counted.Json.TryGetProperty("decisionId", out var decision)) return false;
        await RevokeAsync(office, motion, decision.GetGuid());
        Assert.Equal(counted.Text, (await HoldsAsync(office, motion, model)).Text);
        await DoAsync(office, motion, model, [new HistoryAct.Cast("101", Choice.For, null)]);
        return true;
    }

    private static async Task DoAsync(Office office, Guid motion, HistoryModel model, List<HistoryAct> acts)
    {
        var foretold = model.Foretell(acts[0]);
        var answers = await Task.WhenAll(acts.Select(act => act.SendAsync(office, motion)));
        foreach (var (act, answer) in acts.Zip(answers))
        {
            Assert.True((int)answer.Status is 200 or 201 or 409 or 422, $"{act}: {answer.Status} {answer.Text}");
            if (acts.Count == 1) // Of acts at the same moment only the answers tell who was first.
            {
                var (status, code) = foretold;
                var right = status == 0
                    ? (int)answer.Status is 200 or 201
                    : ((int)answer.Status, answer.Code) == (status, code);
                Assert.True(right, $"{act}: {answer.Status} {answer.Code}, not {foretold}");
            }
            model.Hear(act, answer);
        }
    }

    /// <summary>The stored count, held against both replays.</summary>
    private static async Task<Answer> HoldsAsync(Office office, Guid motion, HistoryModel model)
    {
        var counted = (await office.Clerk.GetAsync($"/api/v1/motions/{motion}/tally")).Expect(HttpStatusCode.OK);
        var archive = (await office.As(Roles.Auditor).GetAsync($"/api/v1/motions/{motion}/archive"))
            .Expect(HttpStatusCode.OK);
        var stored = StoredHistory(archive.Text);

        AreEqual(model.Replay(model.Log), counted);
        AreEqual(model.Replay(stored), counted);
        var papers = stored.OfType<HistoryEntry.Paper>().ToList();
        Assert.Equal(counted["ballots"], $"{papers.Count}");
        Assert.Equal( // Every answer that was taken is kept, and nothing that was not.
            model.Papers.Select(p => (p.Room, p.Choice)).Distinct().Order(),
            papers.Select(p => (p.Room, p.Choice)).Distinct().Order());
        Assert.All(model.Papers.Where(p => p.Id is not null), paper => Assert.Contains(paper, papers));
        Assert.Equal(model.Log.OfType<HistoryEntry.Signed>().Select(s => s.Ballot).Order(),
            stored.OfType<HistoryEntry.Signed>().Select(s => s.Ballot).Order());
        return counted;
    }

    private static List<HistoryEntry> StoredHistory(string archive)
    {
        var history = new List<HistoryEntry>();
        HistoryEntry? close = null;
        foreach (var text in archive.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var line = JsonDocument.Parse(text);
            if (line.RootElement.TryGetProperty("ballot", out var ballot))
            {
                history.Add(new HistoryEntry.Paper(ballot.GetProperty("ballotId").GetGuid(),
                    ballot.GetProperty("room").GetString()!,
                    Enum.Parse<Choice>(ballot.GetProperty("choice").GetString()!, ignoreCase: true)));
            }
            if (!line.RootElement.TryGetProperty("motion", out var motion)) continue;
            foreach (var id in Ids(motion, "designatedBallots") ?? []) history.Add(new HistoryEntry.Signed(id));
            close = new HistoryEntry.Closed(Ids(motion, "deliveredUnits"));
        }
        return [.. history, close!];
    }

    private static List<Guid>? Ids(JsonElement motion, string name) => motion.TryGetProperty(name, out var ids)
        ? [.. ids.EnumerateArray().Select(id => id.GetGuid())]
        : null;

    private static void AreEqual(NaiveTally wanted, Answer counted)
    {
        Assert.Equal(wanted.Outcome.ToString(), counted["tally.outcome"].Replace("_", "", StringComparison.Ordinal),
            ignoreCase: true);
        Assert.Equal(Show(wanted.Total()), Show(counted, "total"));
        Assert.Equal(Show(wanted.Sum("FOR", "AGAINST", "ABSTAIN")), Show(counted, "participating"));
        foreach (var group in (string[])["for", "against", "abstain", "invalid", "conflict", "silent"])
        {
            var sum = wanted.Sum(group.ToUpperInvariant());
            Assert.Equal($"{group} {Show(sum)}", $"{group} {Show(counted, group)}");
        }
    }

    private static string Show((BigInteger Area, BigInteger Heads) figure) =>
        ((decimal)figure.Area / 100).ToString("0.00", CultureInfo.InvariantCulture) + $" / {figure.Heads}";

    private static string Show(Answer counted, string group) =>
        $"{counted[$"tally.{group}.area"]} / {counted[$"tally.{group}.heads"]}";

    private static async Task<Guid> OpenAsync(Office office, RegisteredUnit[] units, Matter matter, bool silence)
    {
        var body = Office.Motion(
            await office.FreezeAsync(await office.RegisterAsync(units)), matter.ToString().ToUpperInvariant(),
            silenceRule: silence ? new { clause = "议事规则第十二条", noticeShowedConsequence = true } : null);
        body["maxProxiesPerAgent"] = MaxProxies;
        return (await office.Clerk.PostAsync("/api/v1/motions", body)).Expect(HttpStatusCode.Created).Id;
    }

    private static async Task RevokeAsync(Office office, Guid motion, Guid decision)
    {
        var posted = (await office.PostResultAsync(motion, "小区公告栏")).Expect(HttpStatusCode.Created);
        var endsAt = posted.Json.GetProperty("endsAt").GetDateTimeOffset();
        await office.MoveClockToAsync(endsAt.AddSeconds(1));
        await Eventually.Async(async () => Assert.Equal(
            "EFFECTIVE", (await office.Clerk.GetAsync($"/api/v1/decisions/{decision}"))["status"]));
        (await office.Clerk.PostAsync($"/api/v1/decisions/{decision}/revocations", new
        {
            ground = "REVOKED_COURT", authority = "人民法院", documentHash = new string('d', 64),
            decidedOn = endsAt.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        })).Expect(HttpStatusCode.Created);
    }
}
