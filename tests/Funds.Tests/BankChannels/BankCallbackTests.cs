using System.Net;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.BankChannels;

/// <summary>A bank tells payments by signed calls: what opens the address, what shuts it, what is once.</summary>
public sealed class BankCallbackTests(FundsHost funds)
{
    [Fact]
    public async Task a_signed_payment_pays_the_bill_once_however_often_it_is_sent()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        var bank = await SigningBank.AddAsync(funds, opened.Account);

        var first = (await bank.SendAsync(SigningBank.Payment("C-1"), "msg_1")).Expect(HttpStatusCode.Created);
        Assert.Equal("""{"bankSerial":"C-1","duplicate":false}""", first.Text);
        var sameMessage = (await bank.SendAsync(SigningBank.Payment("C-1"), "msg_1")).Expect(HttpStatusCode.Created);
        Assert.Equal(first.Text, sameMessage.Text);
        var sameSerial = (await bank.SendAsync(SigningBank.Payment("C-1"), "msg_2")).Expect(HttpStatusCode.OK);
        Assert.Equal("True", sameSerial["duplicate"]);
        (await bank.SendAsync(SigningBank.Payment("C-2"), "msg_1"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "request.idempotency_key_reused");
        (await bank.SendAsync(SigningBank.Payment("C-1", "1.00")))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "bank_lines.serial_reused");

        Assert.Equal(1, await LinesAsync(opened.Account));
        var paid = await funds.Host.QueryAsync<decimal>(
            $"select sum(paid) from bills where campaign_id = '{opened.Campaign}'");
        Assert.Equal(1613.70m, paid);
        var actor = await funds.Host.QueryAsync<string>(
            "select actor from platform.audit where action = 'bank_lines.post' and subject_id = " +
            $"(select id from bank_lines where account_id = '{opened.Account}')");
        Assert.Equal($"bank-channel:{bank.Id}", actor);
    }

    [Fact]
    public async Task nothing_unsigned_stale_or_changed_gets_in()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        var bank = await SigningBank.AddAsync(funds, opened.Account);
        var other = await SigningBank.AddAsync(funds, await funds.OpenAccountAsync(opened.Estate));
        var body = SigningBank.Payment("C-1");
        var tooLarge = $$"""{"bankSerial":"C-1","memo":"{{new string('x', 20_000)}}"}""";

        Answer[] answers =
        [
            await bank.SendAsync(body, signedBody: SigningBank.Payment("C-1", "16137.00")),
            await bank.SendAsync(body, signature: "v1,AAAA"),
            await bank.SendAsync(body, signature: ""),
            await bank.SendAsync(body, id: ""),
            await bank.SendAsync(body, id: "msg 1"),
            await bank.SendAsync(body, age: TimeSpan.FromMinutes(6)),
            await bank.SendAsync(body, age: -TimeSpan.FromMinutes(6)),
            await bank.SendAsync(tooLarge),
            await (bank with { Path = other.Path }).SendAsync(body), // Signed by the one, sent as the other.
            await (bank with { Path = $"/api/v1/bank-callbacks/{Guid.CreateVersion7()}" }).SendAsync(body),
            await (bank with { Client = funds.Manager, Secret = other.Secret }).SendAsync(body), // A token is none.
        ];

        Assert.All(answers, a => a.ExpectProblem(HttpStatusCode.Unauthorized, "auth.not_signed"));
        Assert.Single(answers.Select(a => a["title"]).Distinct()); // Not which part of it was wrong.
        Assert.Equal(0, await LinesAsync(opened.Account));
    }

    [Theory]
    [InlineData("""{"bankSerial":"S 1","bookedAt":"2023-06-12 09:13:00","amount":"1.00"}""", 400)]
    [InlineData("""{"bankSerial":"S-1","bookedAt":"2023-06-12 09:13:00","amount":1.00}""", 400)]
    [InlineData("""{"bankSerial":"S-1","bookedAt":"2023-06-12 09:13:00","amount":"-5.00"}""", 422)]
    [InlineData("""{"bankSerial":"S-1","bookedAt":"2023-06-12 09:13:00","amount":"1.00","account":"x"}""", 400)]
    [InlineData("not json", 400)]
    public async Task what_a_bank_writes_wrong_is_told_and_stores_nothing(string body, int status)
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 1));
        var bank = await SigningBank.AddAsync(funds, opened.Account);
        var answer = await bank.SendAsync(body);
        Assert.Equal((status, "application/problem+json"), ((int)answer.Status, answer.MediaType));
        Assert.Equal(0, await LinesAsync(opened.Account));
    }

    [Fact]
    public async Task a_replaced_secret_is_good_for_a_day_and_the_one_before_it_no_more()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 3));
        var first = await SigningBank.AddAsync(funds, opened.Account);
        var second = await ReplaceAsync(first);
        (await first.SendAsync(SigningBank.Payment("C-1"))).Expect(HttpStatusCode.Created);
        (await second.SendAsync(SigningBank.Payment("C-2"))).Expect(HttpStatusCode.Created);

        var third = await ReplaceAsync(second);
        (await first.SendAsync(SigningBank.Payment("C-3"))).Expect(HttpStatusCode.Unauthorized);
        (await second.SendAsync(SigningBank.Payment("C-3"))).Expect(HttpStatusCode.Created);
        await FundsHost.ExecuteAsync(funds.Host.Database.Superuser,
            $"update bank_channels set previous_until = now() where id = '{first.Id}'");
        (await second.SendAsync(SigningBank.Payment("C-4"))).Expect(HttpStatusCode.Unauthorized);
        (await third.SendAsync(SigningBank.Payment("C-4"))).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task an_ended_channel_is_shut_at_once_and_for_good()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        var bank = await SigningBank.AddAsync(funds, opened.Account);
        (await bank.SendAsync(SigningBank.Payment("C-1"))).Expect(HttpStatusCode.Created);
        (await funds.Manager.PostAsync($"/api/v1/bank-channels/{bank.Id}/end", new { }))
            .Expect(HttpStatusCode.NoContent);
        (await bank.SendAsync(SigningBank.Payment("C-2"))).Expect(HttpStatusCode.Unauthorized);
        (await funds.Manager.PostAsync($"/api/v1/bank-channels/{bank.Id}/secrets", new { }))
            .ExpectProblem(HttpStatusCode.Conflict, "bank_channels.ended");

        var list = (await funds.Manager.GetAsync($"/api/v1/accounts/{opened.Account}/bank-channels"))
            .Expect(HttpStatusCode.OK);
        Assert.NotEqual("", list.Json.GetProperty("items")[0].GetProperty("endedAt").GetString());
        Assert.DoesNotContain("whsec_", list.Text, StringComparison.Ordinal);
        Assert.Equal(1, await LinesAsync(opened.Account));
    }

    [Fact]
    public async Task secrets_are_not_to_be_found_in_the_database()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 1));
        var bank = await SigningBank.AddAsync(funds, opened.Account);
        var stored = await funds.Host.QueryAsync<byte[]>($"select secret from bank_channels where id = '{bank.Id}'");
        Assert.DoesNotContain(bank.Secret, System.Text.Encoding.Latin1.GetString(stored), StringComparison.Ordinal);
    }

    private async Task<SigningBank> ReplaceAsync(SigningBank bank)
    {
        var answer = await funds.Manager.PostAsync($"/api/v1/bank-channels/{bank.Id}/secrets", new { });
        return bank with { Secret = answer.Expect(HttpStatusCode.OK)["secret"] };
    }

    private Task<long> LinesAsync(Guid account) =>
        funds.Host.QueryAsync<long>($"select count(*) from bank_lines where account_id = '{account}'");
}
