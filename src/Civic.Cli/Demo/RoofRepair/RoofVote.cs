using System.Globalization;
using System.Text.Json.Nodes;

namespace CivicPlatform.Cli.Demo.RoofRepair;

/// <summary>
/// The owners of the entrance decide on the amount (M5); one of them objects on the last day of the posting, and
/// nothing starts until he has his answer (PUB-03).
/// </summary>
internal sealed class RoofVote(DemoApi api, DemoTable table, string estateId, string caseId)
{
    private const string Title = "动用维修资金修缮 1 号楼 1 单元屋面", Amount = "28600.00", Objector = "101";

    /// <summary>The office's legal date when the decision took effect.</summary>
    public DateOnly CivilDay { get; private set; }

    public async Task PlayAsync(string requestId, CancellationToken ct)
    {
        table.Chapter("4 业主共同决定 the owners' decision (M5)");
        var motion = await api.FindOrCreateAsync($"motions?caseId={caseId}", Roof.Clerk, () => OpenAsync(ct), ct);
        var id = Roof.Text(motion, "id");
        if (await StatusAsync(requestId, ct) == "PROPOSED")
        {
            await DemoApi.RetryWhileAsync("spend_requests.motion_unknown", () => api.PostAsync(
                $"spend-requests/{requestId}/start-voting", new { motionId = id }, Roof.Manager, ct), ct);
        }
        if (Roof.Text(motion, "status") == "OPEN")
        {
            await api.PostFileAsync($"motions/{id}/ballot-imports", "roof-ballots.csv", Roof.Tally, ct);
            motion = await api.PostAsync($"motions/{id}/close", new { }, Roof.Tally, ct);
        }
        var tally = (await api.GetAsync($"motions/{id}/tally", Roof.Clerk, ct))["tally"]!;
        table.Row("参与 taking part", $"{tally["participating"]!["heads"]} / {tally["total"]!["heads"]} 户（≥ 2/3）");
        table.Row("同意 in favour", $"{tally["for"]!["heads"]} / {tally["participating"]!["heads"]} 户（> 1/2）" +
            $"  {tally["outcome"]}");
        await PostAsync(id, ct);
        await TakeEffectAsync(id, requestId, ct);
    }

    private async Task<JsonNode> OpenAsync(CancellationToken ct)
    {
        var roll = await DemoApi.RetryWhileAsync("rolls.register_incomplete", () => api.PostAsync("rolls",
            new { estateId, scope = new { kind = "ENTRANCE", building = "1", entrance = "1" } }, Roof.Clerk, ct), ct);
        // The papers are of 2025, as they would be brought to a clerk who enters them.
        await api.PostAsync($"rolls/{roll["id"]}/posting",
            new { places = Roof.Places, postedOn = "2025-09-01", until = "2025-09-08" }, Roof.Clerk, ct);
        await api.PostAsync($"rolls/{roll["id"]}/seal", new { }, Roof.Clerk, ct);
        var items = new[] { new { title = Title, text = $"从本单元维修资金列支 {Amount} 元翻新屋面防水层。" } };
        var agenda = await api.PostAsync(
            "agendas:preview", new { title = Title, items, amount = Amount }, Roof.Clerk, ct);
        return await api.PostAsync("motions", new
        {
            rollId = Roof.Text(roll, "id"),
            matter = "M5",
            title = Title,
            items,
            amount = Amount,
            notice = new
            {
                postedAt = "2025-09-10T09:00:00+08:00",
                places = Roof.Places,
                agendaHash = Roof.Text(agenda, "agendaHash"),
                evidence = new[] { Roof.Paper("公告照片") },
            },
            votingOpensAt = "2025-10-01T00:00:00+08:00",
            caseId,
        }, Roof.Clerk, ct);
    }

    private async Task PostAsync(string motionId, CancellationToken ct)
    {
        if (Roof.Text(await api.GetAsync($"motions/{motionId}", Roof.Clerk, ct), "status") == "TALLIED")
            await api.PostAsync($"motions/{motionId}/publicity", new { places = Roof.Places }, Roof.Clerk, ct);
        var period = (await api.GetAsync($"motions/{motionId}/publicity", Roof.Clerk, ct))["items"]![0]!;
        var endsAt = (DateTimeOffset)period["endsAt"]!;
        var lastDay = DateOnly.Parse(Roof.Text(period, "lastDay"), CultureInfo.InvariantCulture);
        CivilDay = lastDay.AddDays(1);
        table.Row("公示 posted", $"至 {lastDay:yyyy-MM-dd}（十个工作日 ten working days）");
        if (Roof.Text(period, "status") != "RUNNING") return;
        await api.PutAsync($"civil-clocks/{DemoApi.Street}", new { now = endsAt.AddHours(-6) }, Roof.Clerk, ct);
        await ObjectAsync(motionId, Roof.Text(period, "id"), lastDay, ct);
        await api.PutAsync($"civil-clocks/{DemoApi.Street}", new { now = endsAt.AddMinutes(1) }, Roof.Clerk, ct);
    }

    private async Task ObjectAsync(string motionId, string periodId, DateOnly lastDay, CancellationToken ct)
    {
        var rolled = await api.GetAsync($"motions/{motionId}", Roof.Clerk, ct);
        var units = await api.GetAsync($"rolls/{rolled["rollId"]}/units", Roof.Clerk, ct);
        var unitId = Roof.Text(units["items"]!.AsArray().Single(u => Roof.Text(u!, "room") == Objector)!, "unitId");
        // A visit of that day is taken as soon as the service knows the date: so is then the objection.
        await DemoApi.RetryWhileAsync("visits.visit_in_future", () => api.PostAsync($"motions/{motionId}/visits", new
        {
            unitId, visitedOn = lastDay, visitor = "COMMUNITY", channel = "VISIT", outcome = "UNCHANGED",
            words = "一层住户认为屋面与己无关",
        }, Roof.Clerk, ct), ct);
        await api.PostAsync($"publicity-periods/{periodId}/objections",
            new { ownerRef = "R1", unitId, reason = "FUNDS", text = "我住一层，屋面漏水不该我出钱。" }, Roof.Clerk, ct);
        table.Row("异议 objection", "公示最后一天，101 室：一层不应分摊 on the last day, by a ground-floor owner");
    }

    private async Task TakeEffectAsync(string motionId, string requestId, CancellationToken ct)
    {
        var period = (await api.GetAsync($"motions/{motionId}/publicity", Roof.Clerk, ct))["items"]![0]!;
        var objections = $"publicity-periods/{period["id"]}/objections";
        var open = (await api.GetAsync($"{objections}?state=OPEN", Roof.Clerk, ct))["items"]!.AsArray();
        foreach (var objection in open)
        {
            await api.WaitAsync($"publicity-periods/{period["id"]}", Roof.Clerk,
                p => Roof.Text(p, "status") == "BLOCKED", ct);
            table.Row("公示期满 the days are over", "异议未答复，决定不生效，不得开工 nothing starts before the answer");
            await api.PostAsync($"{objections}/{objection!["id"]}/answer",
                new { text = "屋面为全单元共有部分，依法由本单元全体业主按面积分摊；已上门说明。" }, Roof.Clerk, ct);
        }
        var decided = await api.WaitAsync($"decisions?caseId={caseId}", Roof.Clerk,
            d => d["items"]!.AsArray().Any(i => Roof.Text(i!, "status") == "EFFECTIVE"), ct);
        var decision = decided["items"]![0]!;
        table.Row("结果 outcome", $"异议已答复，{decision["effectiveOn"]} 生效 effective once answered");
        if (await StatusAsync(requestId, ct) != "VOTING") return;
        var decisionId = Roof.Text(decision, "id");
        await DemoApi.RetryWhileAsync("spend_requests.decision_not_effective", () => api.PostAsync(
            $"spend-requests/{requestId}/approve", new { decisionId }, Roof.Manager, ct), ct);
    }

    private async Task<string> StatusAsync(string requestId, CancellationToken ct) =>
        Roof.Text(await api.GetAsync($"spend-requests/{requestId}", Roof.Manager, ct), "status");
}
