using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace CivicPlatform.Cli.Demo.RoofRepair;

/// <summary>
/// Story 004: a roof leaks, and the maintenance fund pays for it: gates, vote, an objection on the last day, works,
/// acceptance, settlement, payout, the line of each household and its proof. Every step finds what an earlier run left,
/// so that a second run changes nothing.
/// </summary>
/// <param name="folder">Where the files that anybody may check are saved.</param>
/// <param name="civic">The command that checks them; null prints it only.</param>
public sealed class RoofRepair(DemoApi api, DemoTable table, string folder, string? civic) : IDemoStory
{
    private const string Community = "110114009904";

    public async Task PlayAsync(CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        table.Line($"故事 004：屋面防水，动用维修资金 / Story 004: a roof from the maintenance fund   {api.Address}");
        var estateId = await RegisterAsync(ct);
        var caseId = await TakeTheCallAsync(estateId, ct);
        var fund = new RoofFund(api, table, estateId);
        await fund.FillAsync(ct);
        var request = await fund.ProposeAsync(caseId, ct);
        var vote = new RoofVote(api, table, estateId, caseId);
        await vote.PlayAsync(request, ct);
        await new RoofWorks(api, table, request, vote.CivilDay).PlayAsync(fund.AccountId, ct);
        await new RoofProof(api, table, folder, civic).PlayAsync(estateId, fund.AccountId, vote.CivilDay, ct);
        table.Line("");
        table.Line(api.Changes == 0
            ? "第二次运行：没有任何变化 / a run on the same data: nothing changed."
            : $"{api.Changes} 项写入 / writes.");
        table.Row("时间线 timeline", $"{api.Address}api/v1/timelines/{caseId}");
        table.Row("用时 took", string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds:0.0} s"));
    }

    private async Task<string> RegisterAsync(CancellationToken ct)
    {
        table.Chapter("1 楼盘表 register");
        await api.PutAsync($"divisions/{Community}", new { name = "瑞园社区", parent = DemoApi.Street }, Roof.Clerk, ct);
        var units = await api.PostFileAsync("unit-imports", "roof-units.csv", Roof.Clerk, ct);
        var estates = await api.GetAsync($"estates?division={Community}", Roof.Clerk, ct);
        table.Row("房屋 units", $"{units["rows"]}（1 号楼 1 单元六户 six flats of one entrance）");
        return Roof.Text(estates["items"]![0]!, "id");
    }

    private async Task<string> TakeTheCallAsync(string estateId, CancellationToken ct)
    {
        var call = new
        {
            divisionCode = Community,
            channel = "HOTLINE_12345",
            type = "HELP",
            matter = "ROOF_LEAK",
            description = "顶层雨天漏水，小区没有物业公司，请求动用维修资金修屋面。",
            estateId,
            address = "瑞园 1 号楼 1 单元",
            reporter = new { name = "居民代表", phone = "13800000000" },
        };
        var found = await api.FindOrCreateAsync($"cases?estateId={estateId}&limit=200", Roof.Clerk,
            () => api.PostAsync("cases", call, Roof.Clerk, ct), ct);
        table.Row("工单 case", Roof.Text(found, "number"));
        return Roof.Text(found, "id");
    }
}

/// <summary>The people of the story and its papers.</summary>
internal static class Roof
{
    public const string Clerk = "street-clerk", Tally = "tally-clerk", Manager = "fund-manager";
    public const string Approver = "fund-approver", Auditor = "auditor", Owner = "owner";

    public static readonly string[] Places = ["小区公告栏", "1 单元门口"];

    public static string Text(JsonNode node, string name) => node[name]!.ToString();

    /// <summary>A paper is known by its hash; here it is made of its title.</summary>
    public static string Paper(string title) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(
            System.Text.Encoding.UTF8.GetBytes(title)));
}
