using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace CivicPlatform.Cli.Demo;

/// <summary>
/// Story 002: an estate of 1,080 households without a maintenance fund overhauls its 18 lifts. Every step finds what
/// an earlier run left, so that a second run changes nothing.
/// </summary>
public sealed class LiftOverhaul(DemoApi api, DemoTable table, string? dashboard) : IDemoStory
{
    private const string Community = "110114009901", Estate = "润枫欣尚", UnitPrice = "17.93";
    private const string Clerk = "street-clerk", Manager = "fund-manager", Tally = "tally-clerk";
    private const string Notice = "notice.pdf";
    private static readonly string[] Buildings = ["1", "2", "3", "4", "5", "6"];
    private static readonly string[] Places = ["小区公告栏", "各楼单元门"];

    public async Task PlayAsync(CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        table.Line($"故事 002：电梯大修，自筹资金 / Story 002: a lift overhaul without a fund   {api.Address}");
        var estateId = await RegisterEstateAsync(ct);
        var (caseId, projectId) = await TakeTheCallAsync(estateId, ct);
        var decisionId = await DecideAsync(estateId, caseId, ct);
        var (campaignId, accountId) = await CollectAsync(new Chain(estateId, caseId, decisionId), ct);
        await ShowWorksAsync(projectId, ct);
        await ShowAccountAsync(campaignId, accountId, ct);
        table.Line("");
        table.Line(api.Changes == 0
            ? "第二次运行：没有任何变化 / a run on the same data: nothing changed."
            : $"{api.Changes} 项写入 / writes.");
        table.Row("公示页 disclosure", $"{api.Address}disclosure/{campaignId}");
        table.Row("时间线 timeline", $"{api.Address}api/v1/timelines/{caseId}");
        table.Row("仪表板 dashboard", dashboard ?? "-");
        table.Row("用时 took", string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds:0.0} s"));
    }

    private async Task<string> RegisterEstateAsync(CancellationToken ct)
    {
        table.Chapter("1 楼盘表 register");
        await api.PutAsync($"divisions/{Community}", new { name = "润枫社区", parent = DemoApi.Street }, Clerk, ct);
        var units = await api.PostFileAsync("unit-imports", "units.csv", Clerk, ct);
        var estates = await api.GetAsync($"estates?division={Community}", Clerk, ct);
        var estateId = Text(estates["items"]!.AsArray().Single(e => Text(e!, "name") == Estate)!, "id");
        var changed = (int)units["unchanged"]! == (int)units["rows"]! ? "（均已在册 unchanged）" : "";
        table.Row("房屋 units", $"{units["rows"]} {changed}");
        if (changed.Length == 0) table.Row("面积 area", $"{units["area"]} m²");
        return estateId;
    }

    private async Task<(string CaseId, string ProjectId)> TakeTheCallAsync(string estateId, CancellationToken ct)
    {
        table.Chapter("2 诉求与项目 case and works project");
        var call = new
        {
            divisionCode = Community,
            channel = "HOTLINE_12345",
            type = "HELP",
            matter = "LIFT_OVERHAUL",
            description = "电梯老化频繁停运，小区没有维修资金，请求帮助大修。",
            estateId,
            address = $"{Estate}小区",
            reporter = new { name = "居民代表", phone = "13800000000" },
        };
        var found = await api.FindOrCreateAsync(
            $"cases?estateId={estateId}&limit=200", Clerk, () => api.PostAsync("cases", call, Clerk, ct), ct);
        var caseId = Text(found, "id");
        var lifts = Buildings.SelectMany(building =>
            Enumerable.Range(1, 3).Select(n => new { building, liftNo = $"{n}" }));
        var project = await api.FindOrCreateAsync($"works-projects?caseId={caseId}", Clerk, () => api.PostAsync(
            "works-projects", new { caseId, estateId, template = "LIFT_OVERHAUL", lifts }, Clerk, ct), ct);
        table.Row("工单 case", Text(found, "number"));
        table.Row("工程 works project", "18 部电梯，6 栋楼 / 18 lifts in 6 buildings");
        return (caseId, Text(project, "id"));
    }

    private async Task<string> DecideAsync(string estateId, string caseId, CancellationToken ct)
    {
        table.Chapter("3 业主共同决定 the owners' decision (M6)");
        var motion = await api.FindOrCreateAsync(
            $"motions?caseId={caseId}", Clerk, () => OpenMotionAsync(estateId, caseId, ct), ct);
        var id = Text(motion, "id");
        var roll = await api.GetAsync($"rolls/{motion["rollId"]}", Clerk, ct);
        table.Row("名册 roll", $"{roll["units"]} units, {roll["heads"]} heads, {roll["area"]} m²");
        if (Text(motion, "status") == "OPEN")
        {
            await api.PostFileAsync($"motions/{id}/ballot-imports", "ballots.csv", Tally, ct);
            motion = await api.PostAsync($"motions/{id}/close", new { }, Tally, ct);
        }
        await PublishAsync(id, ct);
        var decision = await api.WaitAsync(
            $"decisions?caseId={caseId}", Clerk,
            d => d["items"]!.AsArray().Any(i => Text(i!, "status") == "EFFECTIVE"), ct);
        var tally = await api.GetAsync($"motions/{id}/tally", Clerk, ct);
        ShowTally(tally, decision["items"]![0]!);
        return Text(decision["items"]![0]!, "id");
    }

    private async Task<JsonNode> OpenMotionAsync(string estateId, string caseId, CancellationToken ct)
    {
        // The roll is frozen from events of the register: until they are all here the platform says "not yet".
        var roll = await DemoApi.RetryWhileAsync("rolls.register_incomplete", () => api.PostAsync(
            "rolls", new { estateId, scope = new { kind = "AREA" } }, Clerk, ct), ct);
        // As in the story the papers are of 2023: the roll hung, nobody found an error, and it was sealed.
        await api.PostAsync($"rolls/{roll["id"]}/posting", new
        {
            places = Places, postedOn = "2023-04-03", until = "2023-04-10",
        }, Clerk, ct);
        await api.PostAsync($"rolls/{roll["id"]}/seal", new { }, Clerk, ct);
        var title = $"自筹资金大修 18 部电梯，每平方米 {UnitPrice} 元";
        var items = new[] { new { title = "大修电梯", text = $"18 部电梯大修，按面积每平方米自筹 {UnitPrice} 元。" } };
        var agenda = await api.PostAsync("agendas:preview", new { title, items }, Clerk, ct);
        var photo = Convert.ToHexStringLower(SHA256.HashData(await DemoApi.FileAsync(Notice, ct)));
        var motion = await api.PostAsync("motions", new
        {
            rollId = Text(roll, "id"),
            matter = "M6",
            title,
            items,
            notice = new
            {
                postedAt = "2023-04-12T09:00:00+08:00", places = Places, agendaHash = Text(agenda, "agendaHash"),
                evidence = new[] { photo },
            },
            votingOpensAt = "2023-05-01T00:00:00+08:00",
            caseId,
        }, Clerk, ct);
        await api.PostFileAsync($"motions/{motion["id"]}/evidence-files", Notice, Clerk, ct, "application/pdf");
        return motion;
    }

    private async Task PublishAsync(string motionId, CancellationToken ct)
    {
        var motion = await api.GetAsync($"motions/{motionId}", Clerk, ct);
        if (Text(motion, "status") is "TALLIED")
        {
            await api.PostAsync($"motions/{motionId}/publicity", new { places = Places }, Clerk, ct);
            motion = await api.GetAsync($"motions/{motionId}", Clerk, ct);
        }
        if (Text(motion, "status") is not "POSTED") return;
        var periods = await api.GetAsync($"motions/{motionId}/publicity", Clerk, ct);
        var endsAt = (DateTimeOffset)periods["items"]![0]!["endsAt"]!;
        // Development's civil clock lets the days of posting pass at once; it only runs forward.
        await api.PutAsync($"civil-clocks/{DemoApi.Street}", new { now = endsAt.AddMinutes(1) }, Clerk, ct);
    }

    private void ShowTally(JsonNode counted, JsonNode decision)
    {
        var (tally, percent) = (counted["tally"]!, counted["fractions"]!);
        var (all, took, agreed) = (tally["total"]!, tally["participating"]!, tally["for"]!);
        table.Row("参与面积 area taking part", Share(took, all, "area", percent["participationByArea"], "≥ 2/3"));
        table.Row("参与人数 heads", Share(took, all, "heads", percent["participationByHeads"], "≥ 2/3"));
        table.Row("同意面积 area in favour", Share(agreed, took, "area", percent["approvalByArea"], "≥ 3/4"));
        table.Row("同意人数 heads", Share(agreed, took, "heads", percent["approvalByHeads"], "≥ 3/4"));
        var effective = decision["effectiveOn"];
        table.Row("结果 outcome", $"通过 {tally["outcome"]}，公示期满后于 {effective} 生效 effective after publicity");
        table.Row("时钟 clock", "演示已将本街道的民用时钟拨过公示期 this office's civil clock was moved past it");
    }

    private async Task<(string CampaignId, string AccountId)> CollectAsync(Chain chain, CancellationToken ct)
    {
        table.Chapter("4 自筹归集 the collection");
        var newAccount = new
        {
            estateId = chain.EstateId,
            name = $"{Estate}物业管理委员会电梯专户",
            bankName = "演示银行",
            accountNumber = "1100114009000001",
        };
        var account = await api.FindOrCreateAsync($"accounts?estateId={chain.EstateId}", Manager,
            () => api.PostAsync("accounts", newAccount, Manager, ct), ct);
        var accountId = Text(account, "id");
        var newCampaign = new
        {
            estateId = chain.EstateId,
            accountId,
            title = $"{Estate}电梯大修自筹资金",
            unitPrice = UnitPrice,
            decisionId = chain.DecisionId,
            caseId = chain.CaseId,
        };
        var campaign = await api.FindOrCreateAsync($"campaigns?estateId={chain.EstateId}", Manager,
            () => api.PostAsync("campaigns", newCampaign, Manager, ct), ct);
        var campaignId = Text(campaign, "id");
        await OpenAndFillAsync(campaign, accountId, ct);
        await ShowThresholdsAsync(campaignId, ct);
        return (campaignId, accountId);
    }

    private async Task OpenAndFillAsync(JsonNode campaign, string accountId, CancellationToken ct)
    {
        var id = Text(campaign, "id");
        if (Text(campaign, "status") == "DRAFT")
        {
            await OpenCampaignAsync(id, ct);
            await api.PostAsync($"campaigns/{id}/advances", new
            {
                company = "演示物业服务有限公司",
                amount = "420000.00",
                buildings = Buildings,
            }, Manager, ct);
        }
        var import = await api.PostFileAsync($"accounts/{accountId}/statement-imports", "bank.csv", Manager, ct);
        var done = await api.WaitAsync($"statement-imports/{import["importId"]}", Manager,
            i => (int)i["posted"]! == (int)i["new"]!, ct);
        table.Row("银行流水 bank lines",
            $"{done["lines"]} 行（2023 年样例 sample of 2023），新入账 {done["new"]}，重复 {done["duplicates"]}");
    }

    private async Task OpenCampaignAsync(string id, CancellationToken ct)
    {
        // The decision and the register reach Funds as events, a moment after Consultation and Registry know them.
        var opened = await DemoApi.RetryWhileAsync("campaigns.decision_not_effective",
            () => DemoApi.RetryWhileAsync("campaigns.register_incomplete",
                () => api.PostAsync($"campaigns/{id}/open", new { }, Manager, ct), ct), ct);
        table.Row("应收 receivable", $"{opened["totals"]!["receivable"]} 元");
    }

    private async Task ShowThresholdsAsync(string campaignId, CancellationToken ct)
    {
        var buildings = await api.WaitAsync($"campaigns/{campaignId}/buildings", Manager,
            b => b["items"]!.AsArray().All(i => i!["threshold"] is not null), ct);
        foreach (var building in buildings["items"]!.AsArray())
        {
            var reached = building!["threshold"]!;
            var at = ((DateTimeOffset)reached["bookedAt"]!).ToOffset(TimeSpan.FromHours(8));
            table.Row($"{building["building"]} 号楼达 50 %", string.Create(CultureInfo.InvariantCulture,
                $"{at:yyyy-MM-dd HH:mm}  {reached["bankSerial"]}  {reached["collected"]} / {reached["receivable"]} 元"));
        }
    }

    private async Task ShowWorksAsync(string projectId, CancellationToken ct)
    {
        table.Chapter("5 工程自动启动 the works that started by themselves");
        var project = await api.WaitAsync($"works-projects/{projectId}", Clerk,
            p => p["lifts"]!.AsArray().All(l => Text(l!, "state") != "OUT_OF_SERVICE"), ct);
        foreach (var building in project["lifts"]!.AsArray().GroupBy(l => Text(l!, "building")))
        {
            var lifts = building.Select(l => $"{l!["liftNo"]} 号 {l["state"]}");
            table.Row($"{building.Key} 号楼", string.Join("，", lifts));
        }
    }

    private async Task ShowAccountAsync(string campaignId, string accountId, CancellationToken ct)
    {
        table.Chapter("6 账目 the account");
        var campaign = await api.GetAsync($"campaigns/{campaignId}", Manager, ct);
        var totals = campaign["totals"]!;
        var balance = await api.GetAsync($"trial-balances/{accountId}", Manager, ct);
        table.Row("已收 collected", $"{totals["collected"]} / {totals["receivable"]} 元");
        table.Row("已缴户数 households",
            $"{totals["householdsPaid"]}/{totals["households"]} = {totals["householdsPaidPercent"]} %");
        table.Row("待核对 suspense", $"{campaign["suspenseLines"]} 笔 {campaign["suspense"]} 元");
        table.Row("多缴 credit", $"{campaign["credits"]} 元");
        table.Row("垫资未还 advance", $"{totals["advanceOutstanding"]} 元");
        table.Row("试算平衡 trial balance", $"{balance["difference"]}（{balance["transfers"]} 笔分录）");
    }

    private static string Share(JsonNode part, JsonNode whole, string measure, JsonNode? percent, string needed) =>
        $"{part[measure]} / {whole[measure]} = {percent} %  （{needed}）";

    private static string Text(JsonNode node, string name) => node[name]!.ToString();

    private sealed record Chain(string EstateId, string CaseId, string DecisionId);
}
