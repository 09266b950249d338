using System.Net;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.Reminders;

/// <summary>Who has not paid is told privately, seldom and by day; the last steps are people's (002-13).</summary>
public sealed class ReminderTests(FundsHost funds)
{
    [Fact, Trait("scenario", "002-13"), Trait("rule", "RAISE-09")]
    public async Task only_who_owes_hears_once_in_three_days_and_never_at_night()
    {
        var flats = FundsHost.Flats(1, 6);
        var office = await ReminderOffice.OpenAsync(funds, flats);
        await office.PayAsync(flats.Take(2), "A");
        await office.ClockAsync("2027-03-01 20:30:00");
        var run = await office.RunAsync("k-1");
        Assert.Equal(("4", "4", "0", "0"), (run["unpaid"], run["messages"], run["visits"], run["tooSoon"]));
        Assert.Equal(run.Body, (await office.RunAsync("k-1")).Body);
        await office.BecomesAsync("SENT 4");
        Assert.Equal("1 MESSAGE 4", await office.ToldAsync());

        Assert.Equal(("0", "4"), await SoonAsync(office)); // Again at once.
        await office.ClockAsync("2027-03-04 20:28:00"); // Two minutes short of three days.
        Assert.Equal(("0", "4"), await SoonAsync(office));
        await office.ClockAsync("2027-03-04 22:00:00"); // Due, but in the quiet hours.
        var night = await office.RunAsync();
        Assert.Equal(("4", "2027-03-05T00:00:00"), (night["messages"], night["sendAt"][..19])); // 08:00 in Shanghai.
        await office.PayAsync(flats.Skip(2).Take(1), "B"); // Before the morning.
        await office.ClockAsync("2027-03-05 07:59:00");
        Assert.Equal(("0", "3"), await SoonAsync(office)); // What waits is not asked for twice.
        await Task.Delay(TimeSpan.FromSeconds(6), TestContext.Current.CancellationToken); // A round of the sender.
        Assert.Equal("QUEUED 4, SENT 4", await office.StatesAsync());
        await office.ClockAsync("2027-03-05 08:00:30");
        await office.BecomesAsync("DROPPED 1, SENT 7");
        Assert.Equal("1 MESSAGE 4; 2 MESSAGE 3", await office.ToldAsync());

        // Counts and the estate only: an event names no household.
        Assert.Equal("aggregateId,aggregateVersion,caseId,estateId,eventId,households,level,occurredAt,step,streetCode",
            await funds.Host.QueryAsync<string>(
                "select string_agg(distinct k, ',' order by k) from test_told, jsonb_object_keys(payload) k " +
                $"where type like '%.ReminderDue' and payload->>'aggregateId' = '{office.Opened.Campaign}'"));
    }

    [Fact, Trait("scenario", "002-13"), Trait("rule", "RAISE-09")]
    public async Task the_ladder_ends_with_people_in_their_order()
    {
        var flats = FundsHost.Flats(1, 2);
        var rules = new { everyDays = 2, quietFrom = "20:00:00", quietUntil = "09:00:00", messages = 1 };
        var office = await ReminderOffice.OpenAsync(funds, flats, rules);
        await office.PayAsync(flats.Take(1), "A");
        await office.ClockAsync("2027-03-01 10:00:00");
        Assert.Equal("1", (await office.RunAsync())["messages"]);
        await office.BecomesAsync("SENT 1");
        var message = await office.FirstAsync("step=MESSAGE");
        (await VisitAsync(office, message, "2027-03-01")).ExpectProblem(
            HttpStatusCode.Conflict, "reminders.no_visit_due");
        var bill = await office.FirstAsync("step=MESSAGE", "billId");
        Assert.Equal("RAISE-09", (await LetterAsync(office, bill)).ExpectProblem(
            HttpStatusCode.UnprocessableEntity, "claim_letters.not_visited").Rule);

        await office.ClockAsync("2027-03-03 10:30:00");
        Assert.Equal(("0", "1"), (await VisitsAsync(office)));
        await office.BecomesAsync("SENT 2");
        Assert.Equal("1 MESSAGE 1; 2 VISIT 1", await office.ToldAsync());
        await office.ClockAsync("2027-03-10 10:00:00");
        var last = await office.RunAsync();
        Assert.Equal(("0", "0", "1"), (last["messages"], last["visits"], last["leftToPeople"]));

        var visit = await office.FirstAsync("step=VISIT");
        (await VisitAsync(office, visit, "2027-03-11")).ExpectProblem(
            HttpStatusCode.UnprocessableEntity, "reminders.day_in_future");
        Assert.Equal("DONE", (await VisitAsync(office, visit, "2027-03-09")).Expect(HttpStatusCode.OK)["status"]);
        (await VisitAsync(office, visit, "2027-03-09")).ExpectProblem(
            HttpStatusCode.Conflict, "reminders.no_visit_due");
        Assert.Equal("1613.70", (await LetterAsync(office, bill)).Expect(HttpStatusCode.Created)["owed"]);
        (await LetterAsync(office, bill)).ExpectProblem(HttpStatusCode.Conflict, "claim_letters.already_recorded");
    }

    [Fact, Trait("rule", "RAISE-09")]
    public async Task a_household_that_pays_late_starts_the_ladder_again_and_a_closed_campaign_reminds_nobody()
    {
        var flats = FundsHost.Flats(1, 2);
        var office = await ReminderOffice.OpenAsync(funds, flats);
        await office.ClockAsync("2027-03-01 23:00:00");
        Assert.Equal("2", (await office.RunAsync())["messages"]);
        await office.PayAsync(flats, "A");
        (await office.Manager.PostAsync($"{office.Campaign}/close", new { bankBalance = "3227.40" }))
            .Expect(HttpStatusCode.OK);
        await office.ClockAsync("2027-03-02 09:00:00");
        await office.BecomesAsync("DROPPED 2");
        Assert.Equal("", await office.ToldAsync());
        (await office.Manager.PostAsync($"{office.Campaign}/reminder-runs", new { }))
            .ExpectProblem(HttpStatusCode.Conflict, "campaigns.not_open");
    }

    [Theory]
    [InlineData("""{"everyDays":0,"quietFrom":"21:00:00","quietUntil":"08:00:00","messages":3}""")]
    [InlineData("""{"everyDays":3,"quietFrom":"21:00:00","quietUntil":"08:00:00","messages":11}""")]
    [InlineData("""{"everyDays":3,"quietFrom":"25:00:00","quietUntil":"08:00:00","messages":3}""")]
    [InlineData("""{"everyDays":3,"messages":3}""")]
    public async Task bad_numbers_are_a_problem(string reminders)
    {
        var answer = await funds.Manager.PostJsonAsync("/api/v1/campaigns",
            $$"""
            {"estateId":"{{Guid.CreateVersion7()}}","accountId":"{{Guid.CreateVersion7()}}","title":"电梯",
             "unitPrice":"17.93","reminders":{{reminders}}}
            """);
        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.Status, answer.MediaType));
    }

    [Fact]
    public async Task another_office_finds_nothing_and_other_roles_may_not()
    {
        var office = await ReminderOffice.OpenAsync(funds, FundsHost.Flats(1, 2));
        var elsewhere = funds.Host.As("fund-manager", "110105001");
        (await elsewhere.PostAsync($"{office.Campaign}/reminder-runs", new { }))
            .ExpectProblem(HttpStatusCode.NotFound, "campaigns.not_found");
        (await elsewhere.GetAsync($"{office.Campaign}/reminders"))
            .ExpectProblem(HttpStatusCode.NotFound, "campaigns.not_found");
        (await office.Visitor.PostAsync($"{office.Campaign}/reminder-runs", new { })).Expect(HttpStatusCode.Forbidden);
        (await VisitAsync(office, Guid.CreateVersion7(), "2027-03-01"))
            .ExpectProblem(HttpStatusCode.NotFound, "reminders.not_found");
        (await office.Manager.PostAsync($"/api/v1/reminders/{Guid.CreateVersion7()}/visit",
            new { visitedOn = "2027-03-01", outcome = "PROMISED" })).Expect(HttpStatusCode.Forbidden);
    }

    private static async Task<(string, string)> SoonAsync(ReminderOffice office)
    {
        var run = await office.RunAsync();
        return (run["messages"], run["tooSoon"]);
    }

    private static async Task<(string, string)> VisitsAsync(ReminderOffice office)
    {
        var run = await office.RunAsync();
        return (run["messages"], run["visits"]);
    }

    private static Task<Answer> VisitAsync(ReminderOffice office, Guid id, string visitedOn) =>
        office.Visitor.PostAsync($"/api/v1/reminders/{id}/visit", new { visitedOn, outcome = "PROMISED" });

    private static Task<Answer> LetterAsync(ReminderOffice office, Guid bill) => office.Manager.PostAsync(
        $"/api/v1/bills/{bill}/claim-letters", new { sentOn = "2027-03-01", documentHash = new string('a', 64) });
}
