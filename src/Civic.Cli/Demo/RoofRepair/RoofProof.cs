using System.Diagnostics;
using System.Globalization;
using CivicPlatform.Cli.Keys;

namespace CivicPlatform.Cli.Demo.RoofRepair;

/// <summary>The quarter's public page, and the owner's proof that his own line stands behind it (FUND-25).</summary>
internal sealed class RoofProof(DemoApi api, DemoTable table, string folder, string? civic)
{
    private const string OwnerRef = "R2", Room = "102";

    public async Task PlayAsync(string estateId, string accountId, DateOnly day, CancellationToken ct)
    {
        table.Chapter("7 公示与证明 the public page and the owner's proof");
        var through = Quarter.EndOf(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        // The legal date reaches Funds as an event.
        var page = await DemoApi.RetryWhileAsync("disclosure.period_not_ended",
            () => api.PostAsync($"accounts/{accountId}/period-pages", new { through }, Roof.Manager, ct), ct);
        var shown = (await api.GetAsync($"disclosures/accounts/{accountId}", Roof.Manager, ct))["periods"]!.AsArray()
            .Single(p => Roof.Text(p!, "through") == through)!;
        table.Row("本季 the quarter", $"期初 {shown["opening"]}，交存 {shown["deposited"]}，收益 {shown["gained"]}，" +
            $"支出 {shown["spent"]}，期末 {shown["closing"]}");
        await api.PostAsync("owner-accounts",
            new { estateId, subject = DemoApi.SubjectOf(Roof.Owner), ownerRef = OwnerRef }, Roof.Clerk, ct);
        var units = await api.GetAsync($"accounts/{accountId}/unit-funds", Roof.Auditor, ct);
        var unitId = Roof.Text(units["items"]!.AsArray().Single(u =>
            Roof.Text(u!, "room") == Room && Roof.Text(u!, "entrance") == "1")!, "unitId");
        await VerifyAsync(await SaveAsync(accountId, Roof.Text(page, "id"), unitId, ct), ct);
    }

    private async Task<string[]> SaveAsync(string accountId, string pageId, string unitId, CancellationToken ct)
    {
        PrivateFile.EnsureFolder(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var (proof, lines, chain) = (In("proof-102.jsonl"), In("lines.jsonl"), In("chain.jsonl"));
        // Whose login it is, too, reaches Funds as an event.
        await DemoApi.RetryWhileAsync("disclosure.not_your_unit", async () =>
        {
            await api.SaveAsync($"snapshots/{pageId}/proof?unitId={unitId}", Roof.Owner, proof, ct);
            return new System.Text.Json.Nodes.JsonObject();
        }, ct);
        await api.SaveAsync($"snapshots/{pageId}/lines", Roof.Auditor, lines, ct);
        await api.SaveAsync($"disclosures/accounts/{accountId}/chain", Roof.Owner, chain, ct);
        table.Row("102 室业主的证明 proof", proof);
        return [proof, lines, chain];

        string In(string name) => Path.Combine(folder, name);
    }

    /// <summary>By the program that knows neither database nor platform.</summary>
    private async Task VerifyAsync(string[] files, CancellationToken ct)
    {
        table.Line($"  ./civic verify-disclosure {string.Join(' ', files.Select(f => Path.GetRelativePath(".", f)))}");
        if (civic is null) return;
        using var check = Process.Start(new ProcessStartInfo(civic, ["verify-disclosure", .. files])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var (output, error) = (check.StandardOutput.ReadToEndAsync(ct), check.StandardError.ReadToEndAsync(ct));
        await check.WaitForExitAsync(ct);
        if (check.ExitCode != 0) throw new CivicException($"the disclosure does not hold: {await error}");
        foreach (var line in (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            table.Line($"  {line.Replace(folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)}");
    }
}
