using System.Net;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.BillReceipts;

/// <summary>A tenant pays for his landlord: whose debt it clears, and who gets the receipt (002-10).</summary>
public sealed class BillReceiptTests(FundsHost funds)
{
    [Fact, Trait("scenario", "002-10"), Trait("rule", "RAISE-08")]
    public async Task a_tenant_gets_the_receipt_and_the_owners_debt_is_cleared()
    {
        var flats = FundsHost.Flats(1, 4);
        var opened = await funds.OpenAsync(flats);
        var (owner, neighbour) = ($"own-{opened.Estate}", $"next-{opened.Estate}");
        await funds.LinkAsync(opened.Estate, owner, flats[0].OwnerRefs[0]);
        await funds.LinkAsync(opened.Estate, neighbour, flats[1].OwnerRefs[0]);
        (await TenantPaysAsync(opened, "T-1", "1613.70", $"{FundsHost.Code(flats[0])} 商铺租户代缴电梯大修"))
            .Expect(HttpStatusCode.Created);

        var bill = await BillAsync(opened, flats[0].Room, flats[0].Entrance);
        var receipts = $"/api/v1/bills/{bill}/receipts";
        var issued = (await funds.Manager.PostAsync(receipts, new { bankSerial = "T-1", payerKind = "TENANT" }, "k-1"))
            .Expect(HttpStatusCode.Created);
        Assert.Equal(("TENANT", "OWNER", "1613.70", "0.00", "0.00", "某**", "1"), (issued["payerKind"],
            issued["debtor"], issued["toBill"], issued["toCredit"], issued["owed"], issued["payer"], issued["no"]));
        var again = await funds.Manager.PostAsync(receipts, new { bankSerial = "T-1", payerKind = "TENANT" }, "k-1");
        Assert.Equal(issued.Body, again.Body);
        (await funds.Manager.PostAsync(receipts, new { bankSerial = "T-1", payerKind = "OWNER" }))
            .ExpectProblem(HttpStatusCode.Conflict, "bill_receipts.already_issued");

        var mine = (await As(owner).GetAsync($"/api/v1/campaigns/{opened.Campaign}/bills/mine"))
            .Expect(HttpStatusCode.OK).Json.GetProperty("items")[0];
        Assert.Equal(("PAID", "OWNER", bill), (mine.GetProperty("status").GetString(),
            mine.GetProperty("debtor").GetString(), mine.GetProperty("id").GetGuid()));
        var seen = (await As(owner).GetAsync(receipts)).Expect(HttpStatusCode.OK).Json.GetProperty("items")[0];
        Assert.Equal("TENANT", seen.GetProperty("payerKind").GetString());
        Assert.False(seen.TryGetProperty("payer", out _)); // The owner learns that it was paid, not by whose account.
        (await As(neighbour).GetAsync(receipts)).ExpectProblem(HttpStatusCode.Forbidden, "bills.not_yours");

        var reveal = $"{receipts}/{issued.Id}/reveal";
        (await funds.Manager.PostAsync(reveal, new { purpose = "CURIOSITY" })).Expect(HttpStatusCode.BadRequest);
        var shown = await funds.Manager.PostAsync(reveal, new { purpose = "VERIFY_IDENTITY" });
        Assert.Equal("某某便利店", shown.Expect(HttpStatusCode.OK)["payer"]);
        Assert.Equal("VERIFY_IDENTITY", await funds.Host.QueryAsync<string>(
            "select purpose from platform.audit where action = 'bill_receipts.reveal' " +
            $"and subject_id = '{issued.Id}'"));
        Assert.Equal(0L, await funds.Host.QueryAsync<long>(
            "select count(*) from test_told where payload::text like '%便利店%'"));
    }

    [Fact, Trait("rule", "RAISE-08")]
    public async Task what_a_person_assigned_gets_a_receipt_for_its_piece_until_it_is_undone()
    {
        var flats = FundsHost.Flats(1, 4);
        var opened = await funds.OpenAsync(flats);
        (await TenantPaysAsync(opened, "T-1", "2000.00", "电梯款")).Expect(HttpStatusCode.Created);
        var (first, second) = (await BillAsync(opened, "101", "1"), await BillAsync(opened, "101", "2"));
        (await ReceiptAsync(first)).ExpectProblem(
            HttpStatusCode.UnprocessableEntity, "bill_receipts.line_did_not_pay");
        var waiting = (await funds.Manager.GetAsync($"/api/v1/suspense-lines?accountId={opened.Account}"))
            .Expect(HttpStatusCode.OK).Json.GetProperty("items")[0].GetProperty("id").GetGuid();
        var assigned = (await funds.Manager.PostAsync("/api/v1/suspense-assignments", new
        {
            lines = new[] { new { id = waiting } }, reason = "租户来电",
            parts = new[]
            {
                new { kind = "BILL", building = "1", entrance = "1", room = "101", amount = "1700.00" },
                new { kind = "BILL", building = "1", entrance = "2", room = "101", amount = "300.00" },
            },
        })).Expect(HttpStatusCode.Created);

        var over = (await ReceiptAsync(first)).Expect(HttpStatusCode.Created);
        Assert.Equal(("1613.70", "86.30", "0.00"), (over["toBill"], over["toCredit"], over["owed"]));
        (await funds.Manager.PostAsync($"/api/v1/suspense-assignments/{assigned.Id}/undo", new { reason = "错户" }))
            .Expect(HttpStatusCode.OK);
        (await ReceiptAsync(second)).ExpectProblem(
            HttpStatusCode.UnprocessableEntity, "bill_receipts.line_did_not_pay");

        Task<Answer> ReceiptAsync(Guid bill) => funds.Manager.PostAsync(
            $"/api/v1/bills/{bill}/receipts", new { bankSerial = "T-1", payerKind = "TENANT" });
    }

    [Theory]
    [InlineData("""{"bankSerial":"T 1","payerKind":"TENANT"}""")]
    [InlineData("""{"bankSerial":"T-1","payerKind":"LANDLORD"}""")]
    [InlineData("""{"bankSerial":"T-1","payerKind":"TENANT","payer":"张三"}""")]
    [InlineData("""{"payerKind":"TENANT"}""")]
    public async Task a_bad_body_is_a_problem(string json)
    {
        var answer = await funds.Manager.PostJsonAsync($"/api/v1/bills/{Guid.CreateVersion7()}/receipts", json);
        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.Status, answer.MediaType));
    }

    [Fact]
    public async Task another_office_finds_no_bill_and_another_role_may_not()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        var path = $"/api/v1/bills/{await BillAsync(opened, "101", "1")}/receipts";
        var body = new { bankSerial = "T-1", payerKind = "TENANT" };
        (await funds.Host.As("fund-manager", "110114010").PostAsync(path, body))
            .ExpectProblem(HttpStatusCode.NotFound, "bills.not_found");
        (await funds.Host.As("fund-manager", "110114010").GetAsync(path))
            .ExpectProblem(HttpStatusCode.NotFound, "bills.not_found");
        (await funds.Host.As("fund-approver", FundsHost.Street).PostAsync(path, body)).Expect(HttpStatusCode.Forbidden);
        (await funds.Host.Anonymous().GetAsync(path)).Expect(HttpStatusCode.Unauthorized);
    }

    private ApiClient As(string owner) => funds.Host.As("owner", FundsHost.Community, owner);

    private Task<Answer> TenantPaysAsync(Opened opened, string serial, string amount, string memo) =>
        funds.Manager.PostAsync($"/api/v1/accounts/{opened.Account}/bank-lines", new
        {
            bankSerial = serial, bookedAt = "2023-06-12 09:13:00", amount, counterparty = "某某便利店", memo,
        });

    private async Task<Guid> BillAsync(Opened opened, string room, string entrance) =>
        (await funds.Manager.GetAsync($"/api/v1/campaigns/{opened.Campaign}/bills")).Expect(HttpStatusCode.OK)
            .Json.GetProperty("items").EnumerateArray().Single(b => b.GetProperty("room").GetString() == room
                && b.GetProperty("entrance").GetString() == entrance).GetProperty("id").GetGuid();
}
