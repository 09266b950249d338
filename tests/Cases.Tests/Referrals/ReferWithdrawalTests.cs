using System.Net;
using CivicPlatform.Contracts.Cases;
using CivicPlatform.Contracts.Consultation;
using CivicPlatform.Testing;

namespace CivicPlatform.Cases.Tests.Referrals;

/// <summary>Scenario 001-5, its second half: the refused withdrawal becomes a case that somebody answers.</summary>
public sealed class ReferWithdrawalTests(CasesHost host)
{
    private readonly Guid _board = Guid.CreateVersion7(), _household = Guid.CreateVersion7();
    private readonly Guid _estate = Guid.CreateVersion7();

    [Fact, Trait("rule", "PIPE-02"), Trait("scenario", "001-5")]
    public async Task a_refused_withdrawal_becomes_a_case_of_its_own_that_names_board_and_works()
    {
        var works = await host.RegisterAsync();
        var told = Refused() with { CaseId = works };
        await host.First.PublishAsync(told);

        var listed = await SingleAsync();
        Assert.Equal(("REFERRAL", "HELP", "CONSENT_WITHDRAWAL", "RECEIVED"), (Text(listed, "channel"),
            Text(listed, "type"), Text(listed, "matter"), Text(listed, "status")));
        var id = listed.GetProperty("id").GetGuid();
        var read = (await host.Clerk.GetAsync($"/api/v1/cases/{id}")).Expect(HttpStatusCode.OK);
        Assert.Equal(("CONSENT_WITHDRAWAL", $"/api/v1/consent-boards/{_board}", $"{_household}", $"{works}"), (
            read["referral.kind"], read["referral.source"], read["referral.householdRef"],
            read["referral.parentCaseId"]));
        Assert.Equal(("case-referrals", CasesHost.Community), (read["registeredBy"], read["divisionCode"]));
        Assert.Matches($"^[0-9]{{4}}-{CasesHost.Street}-[0-9]{{6}}$", read["number"]);
        Assert.Contains("共 32 户", read["description"], StringComparison.Ordinal);

        await Eventually.Async(async () => Assert.Equal(["CaseRegistered"], await TimelineAsync(id)));
        await Eventually.Async(async () =>
            Assert.Equal(["CaseRegistered", "ConsentWithdrawalRefused"], await TimelineAsync(works)));
    }

    [Fact, Trait("rule", "PIPE-02")]
    public async Task what_it_says_is_ciphered_and_its_audit_row_names_the_system()
    {
        await host.First.PublishAsync(Refused());
        var id = (await SingleAsync()).GetProperty("id").GetGuid();

        Assert.Equal("（已加密）|true", await host.First.QueryAsync<string>(
            "select concat_ws('|', description, " +
            "(position(convert_to('撤回', 'UTF8') in description_cipher) = 0)::text) " +
            $"from cases where id = '{id}'"));
        Assert.Equal("case-referrals|intake.register|110114009|CONSENT_WITHDRAWAL|DONE",
            await host.First.QueryAsync<string>(
                "select concat_ws('|', actor, action, street_code, detail, result) from platform.audit " +
                $"where subject_id = '{id}'"));
    }

    [Fact, Trait("rule", "PIPE-02")]
    public async Task an_event_that_comes_ten_times_to_two_replicas_makes_one_case()
    {
        var told = Refused();
        await Task.WhenAll(Enumerable.Range(0, 10)
            .Select(i => (i % 2 == 0 ? host.First : host.Second).PublishAsync(told)));
        await ConsumedAsync(told);
        var last = Refused() with { HouseholdRef = Guid.CreateVersion7() };
        await host.First.PublishAsync(last);
        await ConsumedAsync(last);

        Assert.Equal(2, (await CasesAsync()).Count); // One each.
        Assert.Equal(1L, await host.First.QueryAsync<long>(
            $"select count(*) from case_referrals where household_ref = '{_household}'"));
    }

    [Fact, Trait("rule", "PIPE-02")]
    public async Task who_asks_again_while_his_case_is_open_is_noted_on_it()
    {
        ConsentWithdrawalRefused[] told = [.. Enumerable.Range(0, 6).Select(_ => Refused())]; // All at once.
        await Task.WhenAll(told.Select((e, i) => (i % 2 == 0 ? host.First : host.Second).PublishAsync(e)));
        foreach (var one in told) await ConsumedAsync(one);

        var id = (await SingleAsync()).GetProperty("id").GetGuid();
        await Eventually.Async(async () => Assert.Equal(6, (await TimelineAsync(id)).Count));
        Assert.Equal(5, (await TimelineAsync(id)).Count(e => e == nameof(ConsentWithdrawalRefused)));
        Assert.Equal(5L, await host.First.QueryAsync<long>(
            $"select count(*) from platform.audit where subject_id = '{id}' and action = 'referrals.again'"));
    }

    [Fact, Trait("rule", "PIPE-02")]
    public async Task once_his_case_has_ended_a_new_wish_is_a_new_case()
    {
        await host.First.PublishAsync(Refused());
        var first = (await SingleAsync()).GetProperty("id").GetGuid();
        await host.First.QueryAsync<int>($"update cases set status = 'CLOSED' where id = '{first}'; select 1");

        await host.First.PublishAsync(Refused());

        await Eventually.Async(async () => Assert.Equal(2, (await CasesAsync()).Count));

        // Opened again, the first one is no reason to park what comes: the newest open case hears it.
        await host.First.QueryAsync<int>($"update cases set status = 'REOPENED' where id = '{first}'; select 1");
        var third = Refused();
        await host.First.PublishAsync(third);
        await ConsumedAsync(third);
        Assert.Equal(2, (await CasesAsync()).Count);
    }

    [Fact]
    public async Task it_belongs_to_its_office_and_takes_no_other_offices_case_for_its_parent()
    {
        var foreign = (await host.Stranger.PostAsync("/api/v1/cases", CasesHost.CaseBody(CasesHost.OtherStreet)))
            .Expect(HttpStatusCode.Created).Id;
        await host.First.PublishAsync(Refused() with { CaseId = foreign });
        var id = (await SingleAsync()).GetProperty("id").GetGuid();

        (await host.Stranger.GetAsync($"/api/v1/cases/{id}")).Expect(HttpStatusCode.NotFound);
        var read = (await host.Clerk.GetAsync($"/api/v1/cases/{id}")).Expect(HttpStatusCode.OK);
        Assert.False(read.Json.GetProperty("referral").TryGetProperty("parentCaseId", out _));
        Assert.Equal([nameof(CaseRegistered)], await TimelineAsync(foreign, host.Stranger));
    }

    [Fact, Trait("rule", "CASE-02")]
    public async Task the_office_clock_ahead_of_ours_receives_nothing_in_the_future()
    {
        await host.First.PublishAsync(Refused() with { OccurredAt = DateTimeOffset.UtcNow.AddDays(40) });

        Assert.True((await SingleAsync()).GetProperty("receivedAt").GetDateTimeOffset() <= DateTimeOffset.UtcNow);
    }

    [Fact, Trait("rule", "CASE-01")]
    public async Task no_desk_registers_a_referral()
    {
        var body = CasesHost.CaseBody();
        body["channel"] = "REFERRAL";
        body.Remove("reporter");

        (await host.Clerk.PostAsync("/api/v1/cases", body)).Expect(HttpStatusCode.BadRequest);
        (await host.Clerk.GetAsync("/api/v1/cases?channel=REFERRAL")).Expect(HttpStatusCode.OK);
    }

    private ConsentWithdrawalRefused Refused() => new()
    {
        AggregateId = _board, AggregateVersion = 34, OccurredAt = DateTimeOffset.UtcNow,
        StreetCode = CasesHost.Street, DivisionCode = CasesHost.Community, EstateId = _estate,
        HouseholdRef = _household, Households = 32,
    };

    private Task ConsumedAsync(ConsentWithdrawalRefused told) => Eventually.Async(async () =>
        Assert.Equal(1L, await host.First.QueryAsync<long>("select count(*) from platform.inbox where " +
            $"queue = 'cases-refer-withdrawal' and message_id = '{told.EventId}'")));

    private async Task<System.Text.Json.JsonElement> SingleAsync()
    {
        await Eventually.Async(async () => Assert.Single(await CasesAsync()));
        return (await CasesAsync())[0];
    }

    private async Task<List<System.Text.Json.JsonElement>> CasesAsync() =>
        [.. (await host.Clerk.GetAsync($"/api/v1/cases?estateId={_estate}&channel=REFERRAL"))
            .Expect(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray()];

    private async Task<List<string?>> TimelineAsync(Guid id, ApiClient? reader = null) =>
        [.. (await (reader ?? host.Clerk).GetAsync($"/api/v1/timelines/{id}")).Expect(HttpStatusCode.OK).Json
            .GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("event").GetString())];

    private static string? Text(System.Text.Json.JsonElement item, string name) =>
        item.GetProperty(name).GetString();
}
