using System.Net;
using CivicPlatform.Cases.Tests.Handling;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.Testing;

namespace CivicPlatform.Cases.Tests.Disputes;

/// <summary>Story 000: a leak, six meetings, a suit, and an agreement while it is pending.</summary>
public sealed partial class LeakDisputeTests(CasesHost host)
{
    private const HttpStatusCode Refused = HttpStatusCode.UnprocessableEntity;
    private static readonly string s_paper = new('a', 64);

    [Fact, Trait("rule", "MED-01")]
    public async Task six_meetings_a_refusal_a_suit_and_a_new_mediation_with_consent()
    {
        var (office, mediator, order) = await OpenAsync();
        var liability = (await order.PostAsync("liability", new
        {
            kind = "PRELIMINARY_OPINION", statedBy = "DEVELOPER", liable = "RESPONDENT", note = "楼上拆改飘窗",
        }, mediator)).Expect(HttpStatusCode.OK);
        liability = (await order.PostAsync("liability", new
        {
            kind = "COUNTER_STATEMENT", statedBy = "RESPONDENT", note = "房屋质量问题",
        }, mediator)).Expect(HttpStatusCode.OK);
        Assert.Equal("DISPUTED", liability["state"]); // 000-2

        var first = await TrackAsync(order, mediator, "MEDIATION", "APPLICANT");
        await HappenAsync(first, mediator, "ACCEPT");
        for (var session = 1; session <= 6; session++)
        {
            var met = await HappenAsync(first, mediator, "SESSION", "APPLICANT", "RESPONDENT");
            Assert.Equal($"{session}", met["sessions"]);
        }
        var timeline = await office.Clerk.GetAsync($"/api/v1/timelines/{order.Id}");
        Assert.Contains("已开 6 次协调会", timeline.Text); // 000-3
        Assert.DoesNotContain("飘窗", timeline.Text);
        var alone = new { kind = "SESSION", parties = new[] { "APPLICANT" } };
        (await mediator.PostAsync($"/api/v1/tracks/{first}/events", alone))
            .ExpectProblem(Refused, "disputes.attendance_missing", "MED-06");

        var offer = (await order.PostAsync("offers", new
        {
            party = "DEVELOPER", head = "REPAIR", percent = 100, ifLiabilityClear = true,
        }, mediator)).Expect(HttpStatusCode.Created);
        Assert.Equal("CONDITIONAL", offer["state"]); // 000-4
        (await mediator.PostAsync($"/api/v1/offers/{offer.Id}/draw", new { }))
            .ExpectProblem(Refused, "disputes.liability_not_clear", "CASE-41");

        var ended = await HappenAsync(first, mediator, "REFUSE", "RESPONDENT");
        Assert.Equal("TERMINATED", ended["state"]); // 000-5
        Assert.Contains("人民法院", ended["notice"]);
        (await mediator.PostAsync($"/api/v1/tracks/{first}/events", new
        {
            kind = "SESSION", parties = new[] { "APPLICANT", "RESPONDENT" },
        })).ExpectProblem(Refused, "disputes.no_mediation_against_will", "MED-01");

        var suit = await TrackAsync(order, mediator, "LITIGATION", "APPLICANT"); // 000-6
        await HappenAsync(suit, mediator, "ACCEPT");
        await HappenAsync(suit, mediator, "COURT_MEDIATION", "APPLICANT", "RESPONDENT"); // 000-7
        (await order.PostAsync("tracks", new { kind = "MEDIATION", parties = new[] { "APPLICANT" } }, mediator))
            .ExpectProblem(Refused, "disputes.no_mediation_against_will", "MED-01");
        var second = await TrackAsync(order, mediator, "MEDIATION", "APPLICANT", "RESPONDENT"); // 000-8
        await HappenAsync(second, mediator, "ACCEPT");
        await HappenAsync(second, mediator, "SESSION", "APPLICANT", "RESPONDENT");
        Assert.Equal("AGREED", (await HappenAsync(second, mediator, "AGREE"))["state"]);
        (await order.PostAsync("liability", new
        {
            kind = "PARTY_ADMISSION", statedBy = "RESPONDENT", liable = "RESPONDENT",
        }, mediator)).Expect(HttpStatusCode.OK);
        Assert.Equal("DRAWN", (await mediator.PostAsync($"/api/v1/offers/{offer.Id}/draw", new { }))["state"]);
        Assert.Equal("IN_PROGRESS", (await order.GetAsync())["status"]); // None of it locked the case.
    }

    [Fact, Trait("rule", "CASE-04")]
    public async Task a_new_call_on_what_is_before_the_court_is_told_the_legal_channel()
    {
        var (office, mediator, order) = await OpenAsync();
        var suit = await TrackAsync(order, mediator, "LITIGATION", "APPLICANT");

        var again = await office.RegisterAsync(); // The same caller, the same matter.

        (await again.PostAsync("dispatch", new { })).ExpectProblem(Refused, "dispatching.in_litigation", "CASE-04");
        Assert.Equal("REDIRECTED", (await again.PostAsync("redirect", new
        {
            disposition = "IN_LITIGATION", told = "已由法院受理",
        }))["status"]);
        (await mediator.PostAsync($"/api/v1/tracks/{suit}/events", new { kind = "WITHDRAW" }))
            .ExpectProblem(Refused, "disputes.paper_missing", "CASE-40");
        await HappenAsync(suit, mediator, "WITHDRAW");
        (await (await office.RegisterAsync()).PostAsync("dispatch", new { })).Expect(HttpStatusCode.OK);
    }

    [Fact, Trait("rule", "CASE-04")]
    public async Task two_cases_without_a_caller_are_not_of_the_same_caller()
    {
        var office = await OrderOffice.OpenAsync(host);
        var found = async (string building) =>
        {
            var body = CasesHost.CaseBody(office.Community);
            (body["channel"], body["matter"], body["building"]) = ("PATROL", "WATER_LEAK", building);
            body.Remove("reporter");
            var answer = await office.Clerk.PostAsync("/api/v1/cases", body);
            return new Order(office, answer.Expect(HttpStatusCode.Created).Id);
        };
        await TrackAsync(await found("3"), office.Clerk, "LITIGATION", "APPLICANT");

        (await (await found("77")).PostAsync("dispatch", new { })).Expect(HttpStatusCode.OK);
    }

    [Fact, Trait("rule", "MED-01")]
    public async Task two_mediations_do_not_go_on_at_once_and_days_do_not_go_back()
    {
        var (_, mediator, order) = await OpenAsync();
        var track = await TrackAsync(order, mediator, "MEDIATION", "APPLICANT");

        (await order.PostAsync("tracks", new { kind = "MEDIATION", parties = new[] { "APPLICANT" } }, mediator))
            .ExpectProblem(HttpStatusCode.Conflict, "disputes.mediation_open", "MED-01");
        (await mediator.PostAsync($"/api/v1/tracks/{track}/events", new { kind = "ACCEPT", on = "2024-07-31" }))
            .ExpectProblem(Refused, "disputes.before_the_last", "CASE-40");
        (await mediator.PostAsync($"/api/v1/tracks/{track}/events", new { kind = "ACCEPT", code = "王小明不开门" }))
            .Expect(HttpStatusCode.BadRequest);
    }

    [Fact, Trait("rule", "CASE-41")]
    public async Task an_offer_ends_with_its_last_day_and_who_blames_whom_is_for_those_who_mediate()
    {
        var (office, mediator, order) = await OpenAsync();
        var offer = (await order.PostAsync("offers", new
        {
            party = "DEVELOPER", head = "REPAIR", percent = 50, expiresOn = "2024-08-01",
        }, mediator)).Expect(HttpStatusCode.Created);
        (await order.PostAsync("liability", new
        {
            kind = "PRELIMINARY_OPINION", statedBy = "DEVELOPER", liable = "RESPONDENT",
        }, mediator)).Expect(HttpStatusCode.OK);

        await office.ClockAsync("2024-08-02 00:00");

        Assert.Equal("EXPIRED", (await mediator.GetAsync($"{order.Path}/offers")).Json.GetProperty("items")[0]
            .GetProperty("state").GetString());
        foreach (var end in new[] { "draw", "retract" })
            (await mediator.PostAsync($"/api/v1/offers/{offer.Id}/{end}", new { }))
                .ExpectProblem(HttpStatusCode.Conflict, "disputes.offer_over", "CASE-41");
        var seen = (await host.First.As(Roles.Auditor, office.Street).GetAsync($"{order.Path}/liability"))
            .Expect(HttpStatusCode.OK);
        Assert.Equal(("DISPUTED", "[]"), (seen["state"], seen["statements"]));
    }

    [Fact, Trait("rule", "CASE-43")]
    public async Task a_repair_with_two_setbacks_passes_the_rain_and_is_accepted()
    {
        var (_, mediator, order) = await OpenAsync();
        var repair = await TrackAsync(order, mediator, "REPAIR", "RESPONDENT");
        (await mediator.PostAsync($"/api/v1/tracks/{repair}/events", new { kind = "ACCEPT", documentHash = s_paper }))
            .ExpectProblem(HttpStatusCode.Conflict, "disputes.not_now", "CASE-40");
        await HappenAsync(repair, mediator, "START");
        (await mediator.PostAsync($"/api/v1/tracks/{repair}/events", new { kind = "SETBACK" }))
            .ExpectProblem(Refused, "disputes.reason_missing", "CASE-43");
        foreach (var happened in new[] { "SETBACK", "RESUME", "SETBACK", "RESUME", "DONE", "RETEST_FAILED", "RESUME" })
            await HappenAsync(repair, mediator, happened);
        await HappenAsync(repair, mediator, "DONE");
        await HappenAsync(repair, mediator, "RETEST_PASSED");
        var accepted = await HappenAsync(repair, mediator, "ACCEPT");

        Assert.Equal(("ACCEPTED", "3"), (accepted["state"], accepted["setbacks"]));
    }

    [Fact, Trait("rule", "CASE-44")]
    public async Task a_banner_is_no_callback_and_is_shown_with_consent_only()
    {
        var (_, mediator, order) = await OpenAsync();
        var silent = (await order.PostAsync("feedback", new { kind = "BANNER", consentToPublish = false }, mediator))
            .Expect(HttpStatusCode.Created).Id;
        var open = (await order.PostAsync("feedback", new { kind = "LETTER", consentToPublish = true }, mediator))
            .Expect(HttpStatusCode.Created).Id;

        (await mediator.PostAsync($"/api/v1/case-feedback/{silent}/publish", new { }))
            .ExpectProblem(Refused, "disputes.no_consent", "CASE-44");
        Assert.Equal("True", (await mediator.PostAsync($"/api/v1/case-feedback/{open}/publish", new { }))["published"]);
        Assert.Equal("IN_PROGRESS", (await order.GetAsync())["status"]);
    }

    [Fact, Trait("rule", "MED-06")]
    public async Task what_was_said_is_for_those_who_mediate_and_ciphered()
    {
        var (office, mediator, order) = await OpenAsync();
        var track = await TrackAsync(order, mediator, "MEDIATION", "APPLICANT");
        (await mediator.PostAsync($"/api/v1/tracks/{track}/events", new { kind = "ACCEPT", note = "对方要求道歉" }))
            .Expect(HttpStatusCode.OK);
        var auditor = host.First.As(Roles.Auditor, office.Street);

        Assert.Contains("道歉", (await mediator.GetAsync($"/api/v1/tracks/{track}")).Text);
        var seen = (await auditor.GetAsync($"/api/v1/tracks/{track}")).Expect(HttpStatusCode.OK);
        Assert.Contains("ACCEPTED", seen.Text);
        Assert.DoesNotContain("道歉", seen.Text);
        (await auditor.GetAsync($"{order.Path}/offers")).Expect(HttpStatusCode.Forbidden);
        (await auditor.PostAsync($"/api/v1/tracks/{track}/events", new { kind = "FAIL" }))
            .Expect(HttpStatusCode.Forbidden);
        (await host.Stranger.GetAsync($"/api/v1/tracks/{track}")).Expect(HttpStatusCode.NotFound);
        Assert.Equal(0L, await host.First.QueryAsync<long>(
            $"select count(*) from dispute_notes where case_id = '{order.Id}' " +
            "and position(convert_to('道歉', 'UTF8') in text) > 0"));
        (await mediator.PostAsync($"/api/v1/tracks/{track}/events", new { kind = "FAIL", on = "2999-01-01" }))
            .ExpectProblem(Refused, "disputes.in_future", "CASE-40");
    }

    private async Task<(OrderOffice Office, ApiClient Mediator, Order Order)> OpenAsync()
    {
        var office = await OrderOffice.OpenAsync(host);
        await office.ClockAsync("2024-08-01 10:00");
        return (office, host.First.As(Roles.Mediator, office.Street, "mediator-1"), await office.StartedAsync());
    }

    private static async Task<Guid> AgreedAsync(Order order, ApiClient mediator)
    {
        var mediation = await TrackAsync(order, mediator, "MEDIATION", "APPLICANT", "RESPONDENT");
        (await order.PostAsync("settlements", Terms(mediation, "2024-08-01"), mediator))
            .ExpectProblem(Refused, "settlements.not_agreed", "MED-06");
        await HappenAsync(mediation, mediator, "ACCEPT");
        await HappenAsync(mediation, mediator, "SESSION", "APPLICANT", "RESPONDENT");
        await HappenAsync(mediation, mediator, "AGREE");
        return mediation;
    }

    private static async Task<Guid> TrackAsync(Order order, ApiClient by, string kind, params string[] parties) =>
        (await order.PostAsync("tracks", new { kind, parties }, by)).Expect(HttpStatusCode.Created).Id;

    private static async Task<Answer> HappenAsync(Guid track, ApiClient by, string kind, params string[] parties) =>
        (await by.PostAsync($"/api/v1/tracks/{track}/events", new
        {
            kind, parties, code = "TOLD", documentHash = s_paper, note = "飘窗",
        })).Expect(HttpStatusCode.OK);

    private static async Task<Answer> SignAsync(string path, string signer, ApiClient by) =>
        (await by.PostAsync($"{path}/signatures", new { signer, on = "2024-09-01", documentHash = s_paper }))
            .Expect(HttpStatusCode.OK);

    private static string[] Amounts(Answer settlement, string list) =>
        [.. settlement.Json.GetProperty(list).EnumerateArray().Select(s => s.GetProperty("amount").GetString()!)];

    private static object Terms(Guid mediationId, string on, string form = "WRITTEN")
    {
        var half = new[] { new { party = "APPLICANT", weight = "1" }, new { party = "RESPONDENT", weight = "1" } };
        return new
        {
            mediationId, form, on, parties = new[] { "APPLICANT", "RESPONDENT" }, text = "双方各半",
            heads = new[]
            {
                new { head = "APPRAISAL", amount = "6000.01", shares = half },
                new { head = "REPAIR", amount = "20000.00", shares = half },
                new { head = "LITIGATION", amount = "500.00", shares = half },
            },
        };
    }
}
