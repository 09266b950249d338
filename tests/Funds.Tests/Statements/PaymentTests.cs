using System.Net;
using CivicPlatform.Testing;
using Npgsql;

namespace CivicPlatform.Funds.Tests.Statements;

/// <summary>Single payments: what is refused, what happens once, and what happens together.</summary>
public sealed class PaymentTests(FundsHost funds)
{
    [Theory]
    [InlineData("\"1613.705\"", 400)]
    [InlineData("\"NaN\"", 400)]
    [InlineData("1613.70", 400)]
    [InlineData("\"1e3\"", 400)]
    [InlineData("\"12345678901234567890123456789012\"", 400)]
    [InlineData("\"0.00\"", 400)]
    [InlineData("\"-5.00\"", 422)]
    public async Task a_bad_amount_is_a_problem_and_stores_nothing(string amount, int status)
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        var answer = await funds.Manager.PostJsonAsync($"/api/v1/accounts/{opened.Account}/bank-lines",
            $$"""{"bankSerial":"S-1","bookedAt":"2023-06-12 09:13:00","amount":{{amount}},"memo":"1-1-101"}""");
        Assert.Equal((status, "application/problem+json"), ((int)answer.Status, answer.MediaType));
        await AssertNothingStoredAsync(opened.Account);
    }

    [Theory]
    [InlineData("""{"bankSerial":"S-1","bookedAt":"2023-06-12 09:13:00","amount":"1.00","memo":"1-1-101","x":1}""")]
    [InlineData("""{"bankSerial":"S-1","bookedAt":"2023-06-12 09:13:00","amount":"1.00","memo":"1\u0000"}""")]
    [InlineData("""{"bankSerial":"S-1","bookedAt":"2023-06-12 09:13:00","amount":"1.00","memo":"1\u202e"}""")]
    [InlineData("""{"bankSerial":"S 1","bookedAt":"2023-06-12 09:13:00","amount":"1.00"}""")]
    [InlineData("""{"bankSerial":"S-1","bookedAt":"12.06.2023","amount":"1.00"}""")]
    public async Task a_bad_body_is_a_problem_and_stores_nothing(string json)
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        var answer = await funds.Manager.PostJsonAsync($"/api/v1/accounts/{opened.Account}/bank-lines", json);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        await AssertNothingStoredAsync(opened.Account);
    }

    [Fact]
    public async Task another_office_finds_no_account_and_another_role_may_not_post()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        var body = new { bankSerial = "S-1", bookedAt = "2023-06-12 09:13:00", amount = "1.00" };
        var path = $"/api/v1/accounts/{opened.Account}/bank-lines";
        (await funds.Host.As("fund-manager", "110114010").PostAsync(path, body))
            .ExpectProblem(HttpStatusCode.NotFound, "accounts.not_found");
        (await funds.Host.As("owner", FundsHost.Street).PostAsync(path, body)).Expect(HttpStatusCode.Forbidden);
        (await funds.Host.Anonymous().PostAsync(path, body)).Expect(HttpStatusCode.Unauthorized);
        await AssertNothingStoredAsync(opened.Account);
    }

    [Fact]
    public async Task a_book_that_somebody_holds_for_long_holds_up_its_own_payments_only()
    {
        var held = await funds.OpenAsync(FundsHost.Flats(1, 2));
        var free = await funds.OpenAsync(FundsHost.Flats(1, 10));
        // Not of the pool: closing it ends the session, and the lock with it.
        await using var import = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(funds.Host.Database.Superuser) { Pooling = false }.ConnectionString);
        await import.OpenAsync(TestContext.Current.CancellationToken);
        await using var take = new NpgsqlCommand(
            $"begin; select 1 from bank_accounts where id = '{held.Account}' for update", import);
        await take.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var waiting = funds.PayAsync(held.Account, "H-1", "1613.70", "1-1-101", "held");
        var others = PayAllAsync();
        do
        {
            Assert.Equal(0, await funds.Host.QueryAsync<long>(
                "select count(*) from pg_stat_activity where datname = current_database() " +
                "and wait_event_type = 'Lock' and clock_timestamp() - query_start > interval '2 seconds'"));
        } while (await Task.WhenAny(others, Task.Delay(100, TestContext.Current.CancellationToken)) != others);
        await others;
        Assert.False(waiting.IsCompleted);
        await import.DisposeAsync();
        (await waiting).Expect(HttpStatusCode.Created);
        await AssertCollectedAsync(held, "1613.70", 1);

        async Task PayAllAsync()
        {
            for (var i = 1; i <= 10; i++)
            {
                (await funds.PayAsync(free.Account, $"F-{i}", "1.00", "1-1-101", $"free-{i}"))
                    .Expect(HttpStatusCode.Created);
            }
        }
    }

    [Fact, Trait("rule", "002-4")]
    public async Task the_same_key_or_the_same_serial_again_changes_nothing()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 4));
        var first = (await PayAsync("S-1", "1-1-101", "k-1")).Expect(HttpStatusCode.Created);
        var replay = (await PayAsync("S-1", "1-1-101", "k-1")).Expect(HttpStatusCode.Created);
        Assert.Equal(first.Body, replay.Body);

        (await PayAsync("S-2", "1-1-102", "k-1"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "request.idempotency_key_reused");
        var again = (await PayAsync("S-1", "1-1-101", "k-2")).Expect(HttpStatusCode.OK);
        Assert.Equal("True", again["duplicate"]);
        (await funds.PayAsync(opened.Account, "S-1", "1613.71", "1-1-101", "k-3"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "bank_lines.serial_reused");

        await AssertCollectedAsync(opened, "1613.70", 1);

        Task<Answer> PayAsync(string serial, string memo, string key) =>
            funds.PayAsync(opened.Account, serial, "1613.70", memo, key);
    }

    [Fact, Trait("rule", "002-11")]
    public async Task one_fen_too_much_is_a_credit_and_collected_stays_below_the_bill()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 2));
        var paid = (await funds.PayAsync(opened.Account, "S-1", "1613.71", "1-1-101")).Expect(HttpStatusCode.Created);
        Assert.Equal(("OVERPAID", "1613.70", "0.01"), (paid["outcome"], paid["toBill"], paid["toCredit"]));
        await AssertCollectedAsync(opened, "1613.70", 1);
    }

    [Fact, Trait("rule", "RAISE-03")]
    public async Task a_hundred_payments_on_two_replicas_cross_the_trigger_once()
    {
        var flats = FundsHost.Flats(2, 180);
        var opened = await funds.OpenAsync(flats);
        await using var replica = funds.Host.StartReplica();
        var clients = new[] { funds.Manager, replica.As("fund-manager", FundsHost.Street) };
        var payers = flats.Where(f => f.Building == "1").Take(100).Select(FundsHost.Code).ToArray();

        // Every payment is sent to both replicas at once, under its own key: one of the two is a duplicate.
        var answers = await Task.WhenAll(payers.SelectMany((memo, i) => clients.Select(client => client.PostAsync(
            $"/api/v1/accounts/{opened.Account}/bank-lines", new
            {
                bankSerial = $"S-{i}", bookedAt = "2023-06-12 09:13:00", amount = "1613.70", memo,
            }))));

        Assert.Equal(100, answers.Count(a => a.Status == HttpStatusCode.Created));
        Assert.Equal(100, answers.Count(a => a.Status == HttpStatusCode.OK));
        await AssertCollectedAsync(opened, "161370.00", 100);
        var collected = await funds.Host.QueryAsync<decimal>(
            $"select collected from thresholds where campaign_id = '{opened.Campaign}'");
        Assert.Equal(145_233.00m, collected);
        Assert.Equal(1, await funds.ToldAsync("CampaignThresholdReached", opened.Campaign, "1"));
        Assert.Equal(0, await funds.ToldAsync("CampaignThresholdReached", opened.Campaign, "2"));
    }

    [Fact, Trait("rule", "RAISE-03")]
    public async Task payments_that_come_through_two_replicas_add_up_line_by_line()
    {
        var flats = FundsHost.Flats(1, 240);
        var opened = await funds.OpenAsync(flats);
        await using var replica = funds.Host.StartReplica();
        var clients = new[] { funds.Manager, replica.As("fund-manager", FundsHost.Street) };

        // Different payments, one building: whoever reads totals that the other is changing loses money.
        var answers = await Task.WhenAll(flats.Select((flat, i) => clients[i % 2].PostAsync(
            $"/api/v1/accounts/{opened.Account}/bank-lines", new
            {
                bankSerial = $"S-{i}", bookedAt = "2023-06-12 09:13:00", amount = "1613.70",
                memo = FundsHost.Code(flat),
            })));

        Assert.All(answers, a => a.Expect(HttpStatusCode.Created));
        await AssertCollectedAsync(opened, "387288.00", 240);
        Assert.Equal(193_644.00m, await funds.Host.QueryAsync<decimal>(
            $"select collected from thresholds where campaign_id = '{opened.Campaign}'"));
        Assert.Equal(1, await funds.ToldAsync("CampaignThresholdReached", opened.Campaign, "1"));
    }

    [Fact, Trait("rule", "002-15")]
    public async Task a_refund_below_the_trigger_raises_an_alert_and_takes_nothing_back()
    {
        var flats = FundsHost.Flats(1, 180);
        var opened = await funds.OpenAsync(flats);
        var lines = flats.Take(90).Select((f, i) => $"B-{i},2023-06-12 09:13:00,1613.70,业主,{FundsHost.Code(f)}");
        (await funds.ImportAsync(opened.Account, FundsHost.Csv(lines))).Expect(HttpStatusCode.Created);
        Assert.Equal(1, await funds.ToldAsync("CampaignThresholdReached", opened.Campaign, "1"));

        var refund = await funds.PayAsync(opened.Account, "R-1", "-1613.70", $"{FundsHost.Code(flats[0])} 退款");
        Assert.Equal("REFUNDED", refund.Expect(HttpStatusCode.Created)["outcome"]);

        var buildings = await funds.Manager.GetAsync($"/api/v1/campaigns/{opened.Campaign}/buildings");
        var building = buildings.Json.GetProperty("items")[0];
        Assert.Equal(("49.4", "True"), (building.GetProperty("householdsPaidPercent").ToString(),
            building.GetProperty("belowTrigger").ToString()));
        Assert.Equal("B-89", building.GetProperty("threshold").GetProperty("bankSerial").ToString());
        Assert.Equal(1, await funds.ToldAsync("CollectionFellBelowThreshold", opened.Campaign, "1"));
        (await funds.PayAsync(opened.Account, "P-2", "1613.70", FundsHost.Code(flats[0])))
            .Expect(HttpStatusCode.Created);
        Assert.Equal(1, await funds.ToldAsync("CampaignThresholdReached", opened.Campaign, "1"));
    }

    [Fact, Trait("rule", "PRIV-04")]
    public async Task payer_and_memo_are_unreadable_at_rest_and_in_events()
    {
        var opened = await funds.OpenAsync(FundsHost.Flats(1, 6));
        (await funds.PayAsync(opened.Account, "S-1", "100.00", "张三的电梯款")).Expect(HttpStatusCode.Created);
        Assert.Equal(0L, await funds.Host.QueryAsync<long>(
            $"select count(*) from bank_lines where account_id = '{opened.Account}' and " +
            "(position(convert_to('业主甲', 'UTF8') in counterparty) > 0 " +
            "or position(convert_to('张三', 'UTF8') in memo) > 0)"));
        Assert.Equal(0L, await funds.Host.QueryAsync<long>(
            "select count(*) from test_told where payload::text like '%业主%' or payload::text like '%张三%'"));
        var waiting = await funds.Manager.GetAsync($"/api/v1/suspense-lines?accountId={opened.Account}");
        var line = waiting.Json.GetProperty("items")[0];
        Assert.Equal(("业**", "******"),
            (line.GetProperty("counterparty").ToString(), line.GetProperty("memo").ToString()));

        var path = $"/api/v1/suspense-lines/{line.GetProperty("id")}/reveal";
        (await funds.Manager.PostAsync(path, new { purpose = "CURIOSITY" })).Expect(HttpStatusCode.BadRequest);
        var shown = (await funds.Manager.PostAsync(path, new { purpose = "PLACE_PAYMENT" })).Expect(HttpStatusCode.OK);
        Assert.Equal("张三的电梯款", shown["memo"]);
        Assert.Equal("PLACE_PAYMENT", await funds.Host.QueryAsync<string>(
            "select purpose from platform.audit where action = 'suspense.reveal' " +
            $"and subject_id = '{line.GetProperty("id")}'"));
    }

    private async Task AssertCollectedAsync(Opened opened, string collected, int paid)
    {
        var view = await funds.Manager.GetAsync($"/api/v1/campaigns/{opened.Campaign}");
        Assert.Equal((collected, $"{paid}"), (view["totals.collected"], view["totals.householdsPaid"]));
        await funds.AssertBalancedAsync(opened.Account);
    }

    private async Task AssertNothingStoredAsync(Guid account) => Assert.Equal(0L,
        await funds.Host.QueryAsync<long>($"select count(*) from bank_lines where account_id = '{account}'"));
}
