using System.Net;
using CivicPlatform.Contracts.Registry;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.Refunds;

/// <summary>A campaign whose money goes back: who asks, who approves, and what the bank paid.</summary>
internal sealed class RefundDeskClient(FundsHost funds, Opened opened)
{
    public ApiClient Manager => funds.Manager;

    /// <summary>Another person than the manager.</summary>
    public ApiClient Approver => funds.Host.As("fund-approver", FundsHost.Street, "u-2");

    public Opened Opened => opened;

    public string Campaign => $"/api/v1/campaigns/{opened.Campaign}";

    /// <summary>The households pay their whole bills by one statement.</summary>
    public async Task PayAsync(IEnumerable<RegisteredUnit> flats, string amount = "1613.70", string prefix = "B")
    {
        var lines = flats.Select((f, i) => $"{prefix}-{i},2023-06-12 09:13:00,{amount},业主,{FundsHost.Code(f)}");
        (await funds.ImportAsync(opened.Account, FundsHost.Csv(lines))).Expect(HttpStatusCode.Created);
    }

    public async Task<Guid> BillAsync(RegisteredUnit flat)
    {
        var bills = (await Manager.GetAsync($"{Campaign}/bills?building={flat.Building}&limit=200"))
            .Expect(HttpStatusCode.OK).Json.GetProperty("items");
        return bills.EnumerateArray().Single(b => b.GetProperty("room").GetString() == flat.Room
            && b.GetProperty("entrance").GetString() == flat.Entrance).GetProperty("id").GetGuid();
    }

    public Task<Answer> AskAsync(Guid billId, string amount, string? key = null) =>
        Manager.PostAsync("/api/v1/refunds", new { billId, amount, reason = "业主退出筹集" }, key);

    public Task<Answer> ApproveAsync(Guid id) => Approver.PostAsync($"/api/v1/refunds/{id}/approve", new { });

    public Task<Answer> PayBackAsync(Guid id, string serial, string? key = null) => Manager.PostAsync(
        $"/api/v1/refunds/{id}/pay", new { bankSerial = serial, bookedAt = "2023-08-01 10:00:00" }, key);

    /// <summary>Asked, approved and paid.</summary>
    public async Task<Answer> RefundAsync(Guid billId, string amount, string serial)
    {
        var asked = (await AskAsync(billId, amount)).Expect(HttpStatusCode.Created);
        (await ApproveAsync(asked.Id)).Expect(HttpStatusCode.OK);
        return (await PayBackAsync(asked.Id, serial)).Expect(HttpStatusCode.OK);
    }

    public async Task<string> BuildingAsync(string building, string property) =>
        (await Manager.GetAsync($"{Campaign}/buildings")).Expect(HttpStatusCode.OK).Json.GetProperty("items")
            .EnumerateArray().Single(b => b.GetProperty("building").GetString() == building)
            .GetProperty(property).ToString();

    /// <summary>Credits − debits of a kind of accounts, of all buildings.</summary>
    public async Task<decimal> LedgerAsync(string kind) => await funds.Host.QueryAsync<decimal>(
        $"select coalesce(sum(credits - debits), 0) from ledger_accounts where book_id = '{opened.Account}' " +
        $"and kind = '{kind}'");
}
