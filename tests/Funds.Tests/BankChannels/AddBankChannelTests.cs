using System.Net;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.BankChannels;

/// <summary>Who may be let in to tell payments, and what the platform will never take (003-14).</summary>
public sealed class AddBankChannelTests(FundsHost funds)
{
    [Fact]
    public async Task donations_cannot_be_switched_on_by_configuration()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 1));
        var refused = await AddAsync(opened.Account, new { name = "爱心捐款", kind = "BANK", purpose = "DONATIONS" });
        refused.ExpectProblem(HttpStatusCode.UnprocessableEntity, "bank_channels.no_donations", "RAISE-26");
        Assert.Equal(0, await CountAsync(opened.Account));
    }

    [Theory]
    [InlineData("""{"name":"","kind":"BANK","purpose":"OWNERS_PAYMENTS"}""")]
    [InlineData("""{"name":"银行","kind":"CASH","purpose":"OWNERS_PAYMENTS"}""")]
    [InlineData("""{"name":"银行","kind":"BANK"}""")]
    [InlineData("""{"name":"银行","kind":"BANK","purpose":"OWNERS_PAYMENTS","licenceNo":"Z2000133000019"}""")]
    [InlineData("""{"name":"支付","kind":"PAYMENT_INSTITUTION","purpose":"OWNERS_PAYMENTS"}""")]
    [InlineData("""{"name":"支付","kind":"PAYMENT_INSTITUTION","purpose":"OWNERS_PAYMENTS","licenceNo":"2000133"}""")]
    [InlineData("""{"name":"付","kind":"PAYMENT_INSTITUTION","purpose":"OWNERS_PAYMENTS","licenceNo":"Z20001330"}""")]
    public async Task a_bad_channel_is_a_problem_and_stores_nothing(string json)
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 1));
        var answer = await funds.Manager.PostJsonAsync($"/api/v1/accounts/{opened.Account}/bank-channels", json);
        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.Status, answer.MediaType));
        Assert.Equal(0, await CountAsync(opened.Account));
    }

    [Fact]
    public async Task a_payment_institution_names_its_licence_and_an_account_has_five_live_channels_at_most()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 1));
        var institution = new
        {
            name = "支付机构", kind = "PAYMENT_INSTITUTION", purpose = "OWNERS_PAYMENTS", licenceNo = "Z2000133000019",
        };
        var first = (await AddAsync(opened.Account, institution)).Expect(HttpStatusCode.Created);
        for (var i = 0; i < 4; i++) (await AddAsync(opened.Account, institution)).Expect(HttpStatusCode.Created);
        (await AddAsync(opened.Account, institution))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "bank_channels.too_many");
        (await funds.Manager.PostAsync($"/api/v1/bank-channels/{first.Id}/end", new { }))
            .Expect(HttpStatusCode.NoContent);
        (await AddAsync(opened.Account, institution)).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task another_office_finds_nothing_and_who_looks_adds_nothing()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 1));
        var bank = await SigningBank.AddAsync(funds, opened.Account);
        var foreign = funds.Host.As("fund-manager", "110114010");
        var body = new { name = "银行", kind = "BANK", purpose = "OWNERS_PAYMENTS" };
        (await foreign.PostAsync($"/api/v1/accounts/{opened.Account}/bank-channels", body))
            .ExpectProblem(HttpStatusCode.NotFound, "accounts.not_found");
        (await foreign.GetAsync($"/api/v1/accounts/{opened.Account}/bank-channels"))
            .ExpectProblem(HttpStatusCode.NotFound, "accounts.not_found");
        (await foreign.PostAsync($"/api/v1/bank-channels/{bank.Id}/secrets", new { }))
            .ExpectProblem(HttpStatusCode.NotFound, "bank_channels.not_found");
        (await foreign.PostAsync($"/api/v1/bank-channels/{bank.Id}/end", new { }))
            .ExpectProblem(HttpStatusCode.NotFound, "bank_channels.not_found");
        var auditor = funds.Host.As("auditor", FundsHost.Street);
        (await auditor.GetAsync($"/api/v1/accounts/{opened.Account}/bank-channels")).Expect(HttpStatusCode.OK);
        (await auditor.PostAsync($"/api/v1/accounts/{opened.Account}/bank-channels", body))
            .Expect(HttpStatusCode.Forbidden);
        (await bank.SendAsync(SigningBank.Payment("C-1"))).Expect(HttpStatusCode.Created);
    }

    private Task<Answer> AddAsync(Guid account, object body) =>
        funds.Manager.PostAsync($"/api/v1/accounts/{account}/bank-channels", body);

    private Task<long> CountAsync(Guid account) =>
        funds.Host.QueryAsync<long>($"select count(*) from bank_channels where account_id = '{account}'");
}
