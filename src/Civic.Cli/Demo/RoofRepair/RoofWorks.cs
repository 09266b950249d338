using System.Globalization;
using System.Text.Json.Nodes;

namespace CivicPlatform.Cli.Demo.RoofRepair;

/// <summary>Filing, works, acceptance, settlement, and money to the contractor by two people (FUND-14 to 23).</summary>
/// <param name="day">The office's legal date.</param>
internal sealed class RoofWorks(DemoApi api, DemoTable table, string requestId, DateOnly day)
{
    private const string Contractor = "31001234567890123", InDebt = "102";

    private string Path => $"spend-requests/{requestId}";

    public async Task PlayAsync(string accountId, CancellationToken ct)
    {
        table.Chapter("5 施工、验收、决算 works, acceptance, settlement");
        await StepAsync("PUBLICISED", "filings",
            new { authority = "区住房和城乡建设委员会", number = "备2026-4", outcome = "ACCEPTED" }, ct);
        await StepAsync("FILED", "start-works", new
        {
            contractor = "演示防水工程有限公司",
            creditCode = "91350100M000100Y43",
            accountNumber = Contractor,
            contractNumber = "RY-2026-1",
            contractHash = Roof.Paper("施工合同"),
            retentionPercent = 3,
            retentionUntil = Day(day),
            heldUntil = Day(day.AddYears(1)),
        }, ct);
        await StepAsync("WORKS", "accept", new
        {
            authority = "区住房和城乡建设委员会", acceptedOn = Day(day), evidenceHash = Roof.Paper("验收单"),
        }, ct);
        await StepAsync("ACCEPTED", "settle",
            new { settled = "28600.00", settlementHash = Roof.Paper("结算书"), auditHash = Roof.Paper("审价报告") }, ct);
        await ShowSharesAsync(ct);
        table.Chapter("6 付款 two people, one account");
        await PayDebtAsync(accountId, ct);
        await PayAsync("INSTALMENT", "27742.00", "RY-P1", day, ct);
        await MoveToNextQuarterAsync(ct);
        await PayAsync("RETENTION", "858.00", "RY-P2", Quarter.After(day), ct);
        await ShowAccountAsync(accountId, ct);
    }

    private async Task StepAsync(string status, string step, object body, CancellationToken ct)
    {
        if (Roof.Text(await api.GetAsync(Path, Roof.Manager, ct), "status") == status)
            await api.PostAsync($"{Path}/{step}", body, Roof.Manager, ct);
    }

    private async Task ShowSharesAsync(CancellationToken ct)
    {
        var shares = await api.GetAsync($"{Path}/shares", Roof.Auditor, ct);
        foreach (var share in shares["items"]!.AsArray())
            table.Row($"{share!["room"]} 室 share", $"{share["amount"]} 元");
    }

    /// <summary>Flat 102 holds 3,000.00 and bears more: what is missing is its own debt (FUND-18, 004-14).</summary>
    private async Task PayDebtAsync(string accountId, CancellationToken ct)
    {
        var unit = await UnitAsync(accountId, ct);
        var owed = Roof.Text(unit, "receivable");
        if (owed == "0.00") return;
        table.Row("102 室欠缴 owes", $"{owed} 元：余额 3000.00 不足，由本户补足 its balance was too small");
        await api.PostAsync($"{Path}/receivable-payments", new
        {
            unitId = Roof.Text(unit, "unitId"), amount = owed, bankSerial = "RY-T1", bookedAt = $"{Day(day)} 10:15:00",
        }, Roof.Manager, ct);
    }

    private async Task<JsonNode> UnitAsync(string accountId, CancellationToken ct)
    {
        var units = await api.GetAsync($"accounts/{accountId}/unit-funds", Roof.Auditor, ct);
        return units["items"]!.AsArray().Single(u =>
            Roof.Text(u!, "room") == InDebt && Roof.Text(u!, "entrance") == "1")!;
    }

    private async Task PayAsync(string kind, string amount, string serial, DateOnly on, CancellationToken ct)
    {
        var payouts = (await api.GetAsync($"{Path}/payouts", Roof.Manager, ct))["items"]!.AsArray();
        var payout = payouts.FirstOrDefault(p => Roof.Text(p!, "kind") == kind)
            ?? await DemoApi.RetryWhileAsync("spend_payouts.retention_held",
                () => api.PostAsync($"{Path}/payouts", new { kind, amount }, Roof.Manager, ct), ct);
        var own = $"{Path}/payouts/{payout["id"]}";
        var status = Roof.Text(payout, "status");
        if (status == "PENDING")
            await api.PostAsync($"{own}/approve", new { heldUntil = Day(on.AddDays(30)) }, Roof.Approver, ct);
        if (status is "PENDING" or "APPROVED")
        {
            var paid = new { bankSerial = serial, bookedAt = $"{Day(on)} 15:02:00", payeeAccount = Contractor };
            await api.PostAsync($"{own}/pay", paid, Roof.Manager, ct);
        }
        table.Row(kind == "RETENTION" ? "质保金 retention" : "工程款 instalment",
            $"{amount} 元，{Roof.Manager} 申请，{Roof.Approver} 批准，付至合同账户 ****{Contractor[^4..]}");
    }

    private Task MoveToNextQuarterAsync(CancellationToken ct)
    {
        var next = new DateTimeOffset(Quarter.After(day), new TimeOnly(0, 1), TimeSpan.FromHours(8));
        return DemoApi.IgnoreAsync("civil_clocks.backward", () => api.PutAsync(
            $"civil-clocks/{DemoApi.Street}", new { now = next }, Roof.Clerk, ct));
    }

    private async Task ShowAccountAsync(string accountId, CancellationToken ct)
    {
        var request = await api.GetAsync(Path, Roof.Auditor, ct);
        var balance = await api.GetAsync($"trial-balances/{accountId}", Roof.Auditor, ct);
        table.Row("办结 status", Roof.Text(request, "status"));
        table.Row("试算平衡 trial balance", $"{balance["difference"]}（{balance["transfers"]} 笔分录）");
    }

    private static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>Quarters of the calendar, by which a fund is disclosed in Beijing (FUND-25).</summary>
internal static class Quarter
{
    /// <summary>First day of the next one.</summary>
    public static DateOnly After(DateOnly day) =>
        new DateOnly(day.Year, (((day.Month - 1) / 3) * 3) + 1, 1).AddMonths(3);

    /// <summary>Last day of the one that holds the day.</summary>
    public static DateOnly EndOf(DateOnly day) => After(day).AddDays(-1);
}
