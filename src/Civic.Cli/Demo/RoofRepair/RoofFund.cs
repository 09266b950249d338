namespace CivicPlatform.Cli.Demo.RoofRepair;

/// <summary>The fund of the six flats, and what it is asked to pay (FUND-02, 12).</summary>
internal sealed class RoofFund(DemoApi api, DemoTable table, string estateId)
{
    private const string Budget = "28600.00";

    private static readonly (string Room, string Amount)[] Deposits =
    [
        ("101", "9000.00"), ("102", "3000.00"), ("201", "9000.00"), ("202", "9000.00"), ("301", "9000.00"),
        ("302", "9000.00"),
    ];

    public string AccountId { get; private set; } = "";

    public async Task FillAsync(CancellationToken ct)
    {
        table.Chapter("2 维修资金 the fund");
        var account = await api.FindOrCreateAsync($"accounts?estateId={estateId}", Roof.Manager,
            () => DemoApi.RetryWhileAsync("accounts.estate_not_found", () => api.PostAsync("accounts", new
            {
                estateId, name = "瑞园住宅专项维修资金专户", bankName = "演示银行",
                accountNumber = "1100114009040001", purpose = "MAINTENANCE_FUND", custody = "HOUSING_AUTHORITY",
            }, Roof.Manager, ct), ct), ct);
        AccountId = Roof.Text(account, "id");
        var deposit = new
        {
            kind = "INITIAL_DEPOSIT",
            bankSerial = "RY-D1",
            bookedAt = "2025-03-03 10:00:00",
            note = "首期交存清单",
            lines = Deposits.Select(d => new { building = "1", entrance = "1", room = d.Room, amount = d.Amount }),
        };
        await api.FindOrCreateAsync($"accounts/{AccountId}/fund-entries", Roof.Manager,
            () => DemoApi.RetryWhileAsync("funds.lines_unfit",
                () => api.PostAsync($"accounts/{AccountId}/deposits", deposit, Roof.Manager, ct), ct), ct);
        table.Row("首期交存 deposits", "一笔银行流水，六户：五户 9000.00，102 室 3000.00 one bank line, six flats");
    }

    /// <summary>The request, as the owners asked for it; a roof under warranty is shown to be refused first.</summary>
    public async Task<string> ProposeAsync(string caseId, CancellationToken ct)
    {
        table.Chapter("3 申请 the request");
        var request = await api.FindOrCreateAsync($"spend-requests?accountId={AccountId}", Roof.Manager,
            async () =>
            {
                await ShowRefusalAsync(caseId, ct);
                return await api.PostAsync("spend-requests", Request(caseId, "2016-06-30"), Roof.Manager, ct);
            }, ct);
        table.Row("预算 budget", $"{request["budget"]} 元，1 单元六户分摊 shared by the six flats of the entrance");
        return Roof.Text(request, "id");
    }

    private async Task ShowRefusalAsync(string caseId, CancellationToken ct)
    {
        try
        {
            await api.PostAsync("spend-requests", Request(caseId, "2099-01-01"), Roof.Manager, ct);
        }
        catch (RefusedException refused)
        {
            table.Row("保修期内 under warranty", $"不予受理 refused: {refused.Title}（{refused.Rule}）");
        }
    }

    private object Request(string caseId, string warrantyEndsOn) => new
    {
        accountId = AccountId,
        title = "1 号楼 1 单元屋面防水",
        scope = new { kind = "ENTRANCE", building = "1", entrance = "1" },
        items = new[] { new { name = "屋面防水层翻新", amount = Budget } },
        partCode = "ROOF",
        liability = "NONE",
        proposer = "OWNERS",
        hasPropertyCompany = false,
        warrantyEndsOn,
        caseId,
    };
}
