using System.Net;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.Testing;

namespace CivicPlatform.Cases.Tests.Handling;

public sealed class HandleCaseTests(CasesHost host)
{
    private const HttpStatusCode Refused = HttpStatusCode.UnprocessableEntity;

    [Fact, Trait("rule", "CASE-10")]
    public async Task a_case_goes_from_the_dispatch_to_the_callback_and_its_clock_with_it()
    {
        var office = await OrderOffice.OpenAsync(host);
        await office.ClockAsync("2024-09-29 16:00");
        var order = await office.RegisterAsync();

        var dispatched = (await order.PostAsync("dispatch", new { })).Expect(HttpStatusCode.OK);

        Assert.Equal(("DISPATCHED", "HOUSING", "COMPLAINT"),
            (dispatched["status"], dispatched["department"], dispatched["grade"]));
        Assert.Equal(("RUNNING", "2024-10-11"), (dispatched["clock.state"], dispatched["clock.lastDay"]));
        Assert.Equal("WATER", dispatched.Json.GetProperty("coHandlers")[0].GetProperty("department").GetString());
        (await order.PostAsync("contacts", new { }, office.Housing)).ExpectProblem(
            Refused, "handling.not_signed", "CASE-06");
        (await order.PostAsync("sign", new { }, office.Housing)).Expect(HttpStatusCode.OK);
        await office.ClockAsync("2024-09-30 10:00");
        (await order.PostAsync("contacts", new { note = "已电话联系" }, office.Housing)).Expect(HttpStatusCode.OK);
        (await order.PostAsync("co-reports", new { department = "WATER", note = "已检修" }, office.Water))
            .Expect(HttpStatusCode.OK);
        await office.ClockAsync("2024-10-10 10:00");
        var replied = (await order.PostAsync("replies", new { toldOn = "2024-10-10", note = "已修复" }, office.Housing))
            .Expect(HttpStatusCode.OK);
        Assert.Equal(("REPLIED", "STOPPED", "CALLBACK"),
            (replied["status"], replied["clock.state"], replied["awaits"]));
        var closed = (await order.PostAsync("callbacks", new { reached = true, resolved = true, rating = "SATISFIED" }))
            .Expect(HttpStatusCode.OK);

        Assert.Equal(("CLOSED", "[]"), (closed["status"], closed["next"]));
        Assert.Equal(
            ["DISPATCH", "CO_HANDLER", "SIGN", "CONTACT", "CO_REPORT", "REPLY", "CLOSE"], await order.MovesAsync());
        Assert.Equal((10 * 24 + 18) * 3_600d, closed.Json.GetProperty("clock").GetProperty("elapsed")[0]
            .GetProperty("seconds").GetInt64(), 60d);
        Assert.Equal("CaseDispatched -, CaseReplied -, CaseClosed CLOSED", await host.ToldAsync(order.Id, "outcome"));
        var rates = (await office.Clerk.GetAsync("/api/v1/case-rates?period=2024-10")).Expect(HttpStatusCode.OK);
        Assert.Equal("100.0", rates.Json.GetProperty("items")[0].GetProperty("response").GetString());
    }

    [Fact, Trait("rule", "CASE-05")]
    public async Task a_return_is_ruled_by_another_and_a_denial_is_final()
    {
        var office = await OrderOffice.OpenAsync(host);
        var order = await office.DispatchedAsync();
        var due = (await order.GetAsync())["clock.dueAt"];
        var ask = new { reason = "NOT_OUR_DUTY", note = "非本单位职责" };

        (await order.PostAsync("return-requests", ask)).Expect(HttpStatusCode.OK);
        (await order.PostAsync("return-rulings", new { granted = false, note = "属本单位职责" }))
            .ExpectProblem(Refused, "handling.reviewer_is_requester", "CASE-05");
        Assert.Equal(due, (await order.GetAsync())["clock.dueAt"]); // The clock runs on.
        (await order.PostAsync("return-rulings", new { granted = false, note = "属本单位职责" }, office.OtherClerk))
            .Expect(HttpStatusCode.OK);
        (await order.PostAsync("return-requests", ask, office.Housing))
            .ExpectProblem(Refused, "handling.return_is_final", "CASE-05");

        var other = await office.DispatchedAsync();
        (await other.PostAsync("return-requests", ask, office.Housing)).Expect(HttpStatusCode.OK);
        var back = (await other.PostAsync("return-rulings", new { granted = true, note = "同意" }))
            .Expect(HttpStatusCode.OK);
        Assert.Equal(("RECEIVED", "STOPPED", "DISPATCH"), (back["status"], back["clock.state"], back["awaits"]));
        (await other.PostAsync("dispatch", new { department = "WATER", coHandlers = Array.Empty<object>() }))
            .Expect(HttpStatusCode.OK);
    }

    [Fact, Trait("rule", "CASE-12")]
    public async Task only_the_district_suspends_and_the_clock_stands_still()
    {
        var office = await OrderOffice.OpenAsync(host);
        await office.ClockAsync("2024-10-14 09:00");
        var order = await office.StartedAsync();
        await office.ClockAsync("2024-10-15 10:00");
        var ask = new { reason = "PLANNING", targetOn = "2024-12-31", publicExplanation = "待规划批复" };

        (await order.PostAsync("suspension-rulings", new { approved = true }, office.District))
            .ExpectProblem(Refused, "handling.no_suspension_waits", "CASE-12");
        (await order.PostAsync("suspension-requests", ask with { targetOn = "2024-10-15" }))
            .ExpectProblem(Refused, "handling.target_passed", "CASE-12");
        (await order.PostAsync("suspension-requests", ask)).Expect(HttpStatusCode.OK);
        (await order.PostAsync("suspension-rulings", new { approved = true })).Expect(HttpStatusCode.Forbidden);
        var both = host.First.WithToken(Tokens.Issue(
            "clerk-1", [Roles.StreetClerk, Roles.DistrictSupervisor], [office.Street])); // Who asked, in another role.
        (await order.PostAsync("suspension-rulings", new { approved = true }, both))
            .ExpectProblem(Refused, "handling.approver_is_requester", "CASE-12");
        var suspended = (await order.PostAsync("suspension-rulings", new { approved = true }, office.District))
            .Expect(HttpStatusCode.OK);
        Assert.Equal(("SUSPENDED", "PAUSED"), (suspended["status"], suspended["clock.state"]));
        Assert.False(suspended.Json.GetProperty("clock").TryGetProperty("dueAt", out _));

        await office.ClockAsync("2024-12-02 09:00"); // A Monday.
        var resumed = (await order.PostAsync("resume", new { note = "已批复" })).Expect(HttpStatusCode.OK);
        Assert.Equal(("IN_PROGRESS", "2024-12-06"), (resumed["status"], resumed["clock.lastDay"]));
    }

    [Fact, Trait("rule", "CASE-11")]
    public async Task an_extension_is_given_once_and_not_for_longer_than_the_place_allows()
    {
        var office = await OrderOffice.OpenAsync(host);
        await office.ClockAsync("2024-10-14 09:00");
        var order = await office.StartedAsync();
        var ask = new { days = 10, reason = "CONSTRUCTION", toldOn = "2024-10-14" };

        (await order.PostAsync("extensions", ask with { days = 11 }))
            .ExpectProblem(Refused, "handling.extension_too_long", "CASE-11");
        (await order.PostAsync("extensions", ask with { toldOn = "2024-10-15" }))
            .ExpectProblem(Refused, "handling.day_in_future", "CASE-11");
        Assert.Equal("2024-11-04", (await order.PostAsync("extensions", ask))["clock.lastDay"]); // 15 working days.
        (await order.PostAsync("extensions", ask)).ExpectProblem(Refused, "handling.no_more_extensions", "CASE-11");

        var late = await office.StartedAsync();
        await office.ClockAsync("2024-10-22 00:00");
        (await late.PostAsync("extensions", ask)).ExpectProblem(Refused, "handling.already_overdue", "CASE-11");

        var beijing = await OrderOffice.OpenAsync(host, "110114");
        var urgent = await beijing.RegisterAsync("HELP");
        (await urgent.PostAsync("dispatch", new { grade = "EMERGENCY" })).Expect(HttpStatusCode.OK);
        (await urgent.PostAsync("sign", new { })).Expect(HttpStatusCode.OK);
        (await urgent.PostAsync("contacts", new { })).Expect(HttpStatusCode.OK);
        (await urgent.PostAsync("extensions", ask with { days = 1, toldOn = "2024-01-01" }))
            .ExpectProblem(Refused, "handling.hours_not_extended", "CASE-11");
    }

    [Fact, Trait("rule", "CASE-08")]
    public async Task three_calls_that_nobody_answers_end_a_case_unrated()
    {
        var office = await OrderOffice.OpenAsync(host);
        await office.ClockAsync("2024-10-14 09:00");
        var order = await office.RepliedAsync();

        Assert.Equal("REPLIED", (await order.PostAsync("callbacks", new { reached = false }))["status"]);
        Assert.Equal("REPLIED", (await order.PostAsync("callbacks", new { reached = false }))["status"]);
        (await order.PostAsync("callbacks", new { reached = false, rating = "NEUTRAL" }))
            .ExpectProblem(Refused, "handling.no_rating", "CASE-08");
        (await order.PostAsync("callbacks", new { reached = true, resolved = true }))
            .ExpectProblem(Refused, "handling.rating_needed", "CASE-08");
        Assert.Equal("CLOSED_UNRATED", (await order.PostAsync("callbacks", new { reached = false }))["status"]);

        var rates = (await office.Clerk.GetAsync("/api/v1/case-rates?period=2024-10&by=DEPARTMENT")).Json
            .GetProperty("items")[0];
        Assert.Equal("100.0", rates.GetProperty("response").GetString());
        Assert.False(rates.TryGetProperty("resolution", out _));
    }

    [Fact, Trait("rule", "CASE-21")]
    public async Task what_is_justly_unsatisfying_is_handled_again_and_the_first_fact_stays()
    {
        var office = await OrderOffice.OpenAsync(host);
        await office.ClockAsync("2024-10-14 09:00");
        var order = await office.RepliedAsync();

        var again = (await order.PostAsync("callbacks", new
        {
            reached = true, resolved = false, rating = "DISSATISFIED", justified = true,
        })).Expect(HttpStatusCode.OK);

        Assert.Equal(("REOPENED", "2", "RECHECK", "2024-10-17"),
            (again["status"], again["cycle"], again["grade"], again["clock.lastDay"])); // Three working days.
        (await order.PostAsync("sign", new { }, office.Housing)).Expect(HttpStatusCode.OK);
        (await order.PostAsync("replies", new { toldOn = "2024-10-14", note = "重新处理" }, office.Housing))
            .Expect(HttpStatusCode.OK);
        (await order.PostAsync("callbacks", new { reached = true, resolved = true, rating = "BASICALLY_SATISFIED" }))
            .Expect(HttpStatusCode.OK);

        var facts = (await office.Clerk.GetAsync("/api/v1/case-rate-facts?period=2024-10")).Expect(HttpStatusCode.OK)
            .Json.GetProperty("items").EnumerateArray()
            .Select(f => $"{f.GetProperty("cycle")} {f.GetProperty("ratable")} {f.GetProperty("rating")}");
        Assert.Equal(["2 False BASICALLY_SATISFIED", "1 True DISSATISFIED"], facts);
        var csv = await office.Clerk.GetAsync("/api/v1/case-rates?period=2024-10", ("Accept", "text/csv"));
        Assert.Equal($"{office.Street},2,1,1,100.0,2,1,50.0,80,40.0", csv.Text.Split('\n')[1]);
    }

    [Fact, Trait("rule", "CASE-07")]
    public async Task a_committee_leads_only_what_stands_on_its_list()
    {
        var office = await OrderOffice.OpenAsync(host);
        var order = await office.RegisterAsync(matter: "NOISE");

        (await order.PostAsync("dispatch", new { })).ExpectProblem(Refused, "dispatching.unclear_duty", "CASE-03");
        (await order.PostAsync("dispatch", new { department = "COMMITTEE" }))
            .ExpectProblem(Refused, "dispatching.not_on_community_list", "CASE-07");
        (await order.PostAsync("dispatch", new { department = "NOBODY" }))
            .ExpectProblem(Refused, "dispatching.unknown_department", "CASE-03");
        (await order.PostAsync("dispatch", new { department = "HOUSING", grade = "COMPLEX" }))
            .ExpectProblem(Refused, "handling.grade_needs_approval", "CASE-03");
        (await order.PostAsync("dispatch", new { department = "HOUSING", grade = "SOON" }))
            .ExpectProblem(Refused, "handling.unknown_grade", "CASE-03");
        (await office.Clerk.PostAsync("/api/v1/duties", new
        {
            divisionCode = office.Street, matter = "NOISE", department = "COMMITTEE", communityDuty = true,
        })).Expect(HttpStatusCode.Created);
        Assert.Equal("COMMITTEE", (await order.PostAsync("dispatch", new { }))["department"]);
    }
}
