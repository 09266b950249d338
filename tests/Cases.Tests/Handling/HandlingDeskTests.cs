using System.Net;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.Testing;

namespace CivicPlatform.Cases.Tests.Handling;

public sealed class HandlingDeskTests(CasesHost host)
{
    private const HttpStatusCode Refused = HttpStatusCode.UnprocessableEntity;

    [Fact]
    public async Task a_department_sees_its_own_cases_and_not_who_complained_of_it()
    {
        var office = await OrderOffice.OpenAsync(host);
        var (own, complained) = (await office.DispatchedAsync(), await office.RegisterAsync());
        (await complained.PostAsync("dispatch", new
        {
            department = "HOUSING", coHandlers = Array.Empty<object>(), complainedOf = "HOUSING", note = "投诉人王小明",
        })).Expect(HttpStatusCode.OK);

        var sheet = (await office.Housing.GetAsync($"{own.Path}/sheet")).Expect(HttpStatusCode.OK);
        Assert.Equal(("楼上漏水五年，天花板脱落", "王**"), (sheet["description"], sheet["reporter.name"]));
        var hidden = (await office.Housing.GetAsync($"{complained.Path}/sheet")).Expect(HttpStatusCode.OK);
        Assert.False(hidden.Json.TryGetProperty("reporter", out _) || hidden.Json.TryGetProperty("description", out _));
        Assert.DoesNotContain("王", (await office.Housing.GetAsync($"{complained.Path}/moves")).Text);
        (await office.Water.GetAsync($"{complained.Path}/sheet")).Expect(HttpStatusCode.NotFound);
        (await office.Water.GetAsync($"{own.Path}/handling")).Expect(HttpStatusCode.OK); // It helps there.
        (await own.PostAsync("sign", new { }, office.Water)).Expect(HttpStatusCode.NotFound);
        (await own.PostAsync("sign", new { }, host.Stranger)).Expect(HttpStatusCode.NotFound);
        Assert.DoesNotContain(complained.Id.ToString(), (await office.Water.GetAsync("/api/v1/case-desk")).Text);
        Assert.Contains(complained.Id.ToString(), (await office.Housing.GetAsync("/api/v1/case-desk")).Text);
    }

    [Fact]
    public async Task the_same_key_moves_once_and_a_move_outside_the_table_says_what_is_in_it()
    {
        var office = await OrderOffice.OpenAsync(host);
        var (order, key) = (await office.DispatchedAsync(), Guid.NewGuid().ToString());

        var first = (await order.PostAsync("sign", new { }, office.Housing, key)).Expect(HttpStatusCode.OK);

        Assert.Equal(first.Text, (await order.PostAsync("sign", new { }, office.Housing, key)).Text);
        var refused = (await order.PostAsync("dispatch", new { }))
            .ExpectProblem(HttpStatusCode.Conflict, "handling.not_now");
        Assert.Contains("CONTACT", refused["detail"]);
        Assert.Equal(["DISPATCH", "CO_HANDLER", "SIGN"], await order.MovesAsync());
        (await office.Clerk.PostAsync($"{order.Path}/sign", new { }, null, ("If-Match", "\"v1\"")))
            .Expect(HttpStatusCode.PreconditionFailed);
    }

    [Fact]
    public async Task of_two_at_the_same_moment_one_contacts_and_both_moves_stand_in_order()
    {
        var office = await OrderOffice.OpenAsync(host);
        var order = await office.DispatchedAsync();
        (await order.PostAsync("sign", new { })).Expect(HttpStatusCode.OK);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => order.PostAsync("contacts", new { })));

        Assert.Single(answers, a => a.Status == HttpStatusCode.OK);
        Assert.Equal(7, answers.Count(a => a.Status == HttpStatusCode.Conflict));
        Assert.Single(await order.MovesAsync(), kind => kind == "CONTACT");
    }

    [Fact, Trait("rule", "CASE-13")]
    public async Task a_duplicate_is_suggested_and_merged_as_a_co_signature()
    {
        var office = await OrderOffice.OpenAsync(host);
        await office.ClockAsync("2024-10-14 09:00");
        var first = await office.DispatchedAsync();
        var second = await office.RegisterAsync(words: "楼上漏水五年了，天花板都脱落");
        var other = await office.RegisterAsync(matter: "NOISE");

        var suggested = (await office.Clerk.GetAsync($"{second.Path}/duplicates")).Expect(HttpStatusCode.OK)
            .Json.GetProperty("items");
        Assert.Equal(first.Id, suggested[0].GetProperty("id").GetGuid());
        Assert.InRange(suggested[0].GetProperty("likeness").GetInt32(), 50, 99);
        (await second.PostAsync("merge", new { into = other.Id }))
            .ExpectProblem(Refused, "handling.other_matter", "CASE-13");
        (await second.PostAsync("merge", new { into = second.Id }))
            .ExpectProblem(Refused, "handling.merged_into_itself", "CASE-13");
        (await second.PostAsync("merge", new { into = Guid.NewGuid() })).Expect(HttpStatusCode.NotFound);
        Assert.Equal("MERGED", (await second.PostAsync("merge", new { into = first.Id }))["status"]);
        Assert.Equal("1", (await office.Clerk.GetAsync($"{first.Path}/sheet"))["coSignatures"]);
        (await first.PostAsync("merge", new { into = second.Id }))
            .ExpectProblem(HttpStatusCode.Conflict, "handling.other_ended", "CASE-13");
        Assert.Equal("0", (await office.Clerk.GetAsync("/api/v1/case-rates?period=2024-10")).Json
            .GetProperty("items")[0].GetProperty("counts").GetProperty("ratable").ToString());
    }

    [Fact, Trait("rule", "CASE-01")]
    public async Task only_a_consultation_is_answered_at_once_and_the_legal_channel_is_told()
    {
        var office = await OrderOffice.OpenAsync(host);
        var (complaint, question) = (await office.RegisterAsync(), await office.RegisterAsync("CONSULT"));

        (await complaint.PostAsync("answer", new { note = "已答复" }))
            .ExpectProblem(Refused, "handling.only_consultation", "CASE-01");
        Assert.Equal("ANSWERED", (await question.PostAsync("answer", new { note = "已答复" }))["status"]);
        (await complaint.PostAsync("redirect", new { disposition = "NO", told = "x" }))
            .Expect(HttpStatusCode.BadRequest);
        Assert.Equal("REDIRECTED", (await complaint.PostAsync("redirect", new
        {
            disposition = "IN_LITIGATION", told = "已由法院受理",
        }))["status"]);
        (await complaint.PostAsync("comments", new { audience = "INTERNAL", note = "x" }))
            .ExpectProblem(HttpStatusCode.Conflict, "handling.not_now");
    }

    [Fact]
    public async Task halfway_at_four_fifths_and_at_the_end_it_is_told_once_each()
    {
        var office = await OrderOffice.OpenAsync(host);
        await office.ClockAsync("2024-10-14 09:00");
        var order = await office.DispatchedAsync();
        var told = $"select coalesce(string_agg(title, '; ' order by occurred_at), '') from timeline_entries " +
            $"where case_id = '{order.Id}' and title like '办理时限%'";
        Assert.Equal("", await office.Host.QueryAsync<string>(told));

        await office.ClockAsync("2024-10-17 00:00");
        await Eventually.Async(async () =>
            Assert.Equal("办理时限已用 50 %", await office.Host.QueryAsync<string>(told)));
        await office.ClockAsync("2024-10-23 00:00");
        await Eventually.Async(async () => Assert.Equal(
            "办理时限已用 50 %; 办理时限已用 80 %; 办理时限已到，尚未反馈", await office.Host.QueryAsync<string>(told)));

        const string Told = "CaseDispatched -, CaseDueSoon 50, CaseDueSoon 80, CaseOverdue -";
        Assert.Equal(Told, await host.ToldAsync(order.Id, "percent"));
        Assert.Contains(order.Id.ToString(), (await office.Clerk.GetAsync("/api/v1/case-desk?view=OVERDUE")).Text);
        Assert.Equal("True", (await order.GetAsync())["clock.overdue"]);
        foreach (var (move, body) in new (string, object)[]
        {
            ("sign", new { }), ("contacts", new { }), ("replies", new { toldOn = "2024-10-23", note = "已修复" }),
        }) (await order.PostAsync(move, body, office.Housing)).Expect(HttpStatusCode.OK);
        (await order.PostAsync("callbacks", new
        {
            reached = true, resolved = false, rating = "DISSATISFIED", justified = true,
        })).Expect(HttpStatusCode.OK);
        await office.ClockAsync("2024-10-25 00:00"); // One of the three days of another run: told anew.
        await Eventually.Async(async () => Assert.EndsWith(
            "已到，尚未反馈; 办理时限已用 50 %", await office.Host.QueryAsync<string>(told)));
    }

    [Fact]
    public async Task the_desk_shows_what_is_due_first_and_what_waits_for_others()
    {
        var office = await OrderOffice.OpenAsync(host);
        await office.ClockAsync("2024-10-14 09:00");
        var (consult, complaint) = (await office.DispatchedAsync("CONSULT"), await office.DispatchedAsync());
        var waiting = await office.RegisterAsync();
        var list = async (string query) => (await office.Clerk.GetAsync($"/api/v1/case-desk?{query}"))
            .Expect(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray()
            .Select(i => i.GetProperty("id").GetGuid()).ToArray();

        Assert.Equal([consult.Id, complaint.Id], await list("view=RUNNING"));
        Assert.Equal([consult.Id], await list("view=DUE_SOON&within=48"));
        Assert.Equal([waiting.Id], await list("view=AWAITING&for=DISPATCH"));
        Assert.Empty(await list("view=RUNNING&department=WATER"));
        Assert.Equal([complaint.Id], await list("view=RUNNING&limit=1&after=" +
            (await office.Clerk.GetAsync("/api/v1/case-desk?view=RUNNING&limit=1"))["next"]));
        (await office.Clerk.GetAsync("/api/v1/case-desk?view=ALL")).Expect(HttpStatusCode.BadRequest);
        (await host.First.As(Roles.Auditor, office.Street).GetAsync("/api/v1/case-desk")).Expect(HttpStatusCode.OK);
    }

    [Fact, Trait("rule", "CASE-14")]
    public async Task each_rung_is_a_record_and_none_is_above_the_city()
    {
        var office = await OrderOffice.OpenAsync(host);
        var order = await office.StartedAsync();
        foreach (var rung in new[] { "STREET_LEADER", "WHISTLE", "DISTRICT_COORDINATION", "CITY_TOPIC" })
            Assert.Equal(rung, (await order.PostAsync("escalate", new { }))["rung"]);

        (await order.PostAsync("escalate", new { })).ExpectProblem(Refused, "handling.top_rung", "CASE-14");
        Assert.Equal("IN_PROGRESS", (await order.GetAsync())["status"]);
    }
}
