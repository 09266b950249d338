using System.Globalization;
using System.Net;
using CivicPlatform.Consultation.Archives;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.Kernel;
using CivicPlatform.Testing;
using Npgsql;

namespace CivicPlatform.Consultation.Tests.Motions;

/// <summary>Nobody votes on what was not announced, nor before he had time to read it (VOTE-27).</summary>
public sealed class NoticeTests(ConsultationService service)
{
    [Fact, Trait("rule", "VOTE-27")]
    public async Task voting_waits_for_the_notice_period_and_then_opens_by_the_civil_clock()
    {
        var (office, roll) = await SealedAsync();
        var today = CivilTime.DayOf(DateTimeOffset.UtcNow);
        var first = DayPeriod.From(today, Period.Days(15), WorkCalendar.China).EndsAt;
        var motion = Office.Motion(roll);
        motion["notice"] = Office.Notice(postedAt: Text(DateTimeOffset.UtcNow.AddMinutes(-1)));
        motion["votingOpensAt"] = null;

        var early = (await OpenAsync(office, motion))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "motions.notice_too_short");
        Assert.Equal("VOTE-27", early.Rule);
        Assert.Contains($"{CivilTime.DayOf(first):yyyy-MM-dd}", early["detail"], StringComparison.Ordinal);

        motion["votingOpensAt"] = Text(first);
        var opened = (await OpenAsync(office, motion)).Expect(HttpStatusCode.Created).Id;
        var waiting = (await office.CastAsync(opened, "101", "FOR"))
            .ExpectProblem(HttpStatusCode.Conflict, "ballots.voting_not_open");
        Assert.Equal("VOTE-27", waiting.Rule);
        (await office.ImportAsync(opened, Header + "1,1,101,FOR,PAPER,2023-05-20 09:02:00\n"))
            .ExpectProblem(HttpStatusCode.Conflict, "ballots.voting_not_open");
        (await office.CloseAsync(opened)).ExpectProblem(HttpStatusCode.Conflict, "motions.voting_not_open");

        await office.MoveClockToAsync(first.AddHours(1));
        (await office.CastAsync(opened, "101", "FOR")) // Dated 2023: before anybody could vote.
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "ballots.cast_before_opening");
        (await CastAsync(office, opened, castAt: Text(first.AddMinutes(1)))).Expect(HttpStatusCode.Created);
    }

    [Fact, Trait("rule", "VOTE-27")]
    public async Task a_paper_that_shows_other_items_is_refused_one_by_one_and_by_file()
    {
        var (office, roll) = await SealedAsync();
        var motion = await office.OpenAsync(roll);
        var hash = (await office.Clerk.GetAsync($"/api/v1/motions/{motion}"))["agendaHash"];
        var other = new string('0', 64);

        var refused = (await CastAsync(office, motion, agendaHash: other))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "ballots.agenda_differs");
        Assert.Equal("VOTE-27", refused.Rule);
        (await CastAsync(office, motion, agendaHash: hash)).Expect(HttpStatusCode.Created);

        const string header = "building,entrance,room,choice,channel,cast_at,agenda_hash\n";
        var row = "1,1,102,FOR,PAPER,2023-05-20 09:02:00,";
        var file = (await office.ImportAsync(motion, $"{header}{row}{other}\n1,1,103,FOR,PAPER,2023-04-20 09:02:00,\n"))
            .Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Contains("ballots.agenda_differs", file.Text, StringComparison.Ordinal);
        Assert.Contains("ballots.cast_before_opening", file.Text, StringComparison.Ordinal);
        (await office.ImportAsync(motion, $"{header}{row}{hash}\n")).Expect(HttpStatusCode.Created);
    }

    [Fact, Trait("rule", "VOTE-27")]
    public async Task what_is_voted_on_is_what_hung()
    {
        var (office, roll) = await SealedAsync();
        var motion = Office.Motion(roll);
        motion["notice"] = Office.Notice("另一个标题");
        var refused = (await OpenAsync(office, motion))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "motions.agenda_differs");
        Assert.Equal("VOTE-27", refused.Rule);

        var unproved = Office.Notice();
        unproved["evidence"] = Array.Empty<string>();
        motion["notice"] = unproved;
        Assert.Equal("EVT-03", (await OpenAsync(office, motion))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "motions.notice_unproved").Rule);
        motion["notice"] = null;
        (await OpenAsync(office, motion)).Expect(HttpStatusCode.BadRequest);
        motion["notice"] = Office.Notice();
        motion["items"] = Array.Empty<object>();
        (await OpenAsync(office, motion)).Expect(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task the_calculator_gives_the_hash_that_the_motion_keeps()
    {
        var (office, roll) = await SealedAsync();
        AgendaItem[] items = [new("大修", "十八部电梯大修，自筹资金。")];
        var agenda = (await service.Host.Anonymous().PostAsync("/api/v1/agendas:preview",
            new { title = "电梯大修", items })).Expect(HttpStatusCode.OK);
        var motion = await office.OpenAsync(roll);

        var read = await office.Clerk.GetAsync($"/api/v1/motions/{motion}");
        Assert.Equal(agenda["agendaHash"], read["agendaHash"]);
        Assert.Equal("大修", read.Json.GetProperty("items")[0].GetProperty("title").GetString());
        Assert.Equal("REGULAR", read["notice.kind"]);
        (await service.Host.Anonymous().PostAsync("/api/v1/agendas:preview", new { title = "", items }))
            .Expect(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("update motion_notices set posted_at = posted_at - interval '20 days' where motion_id = '{0}'")]
    [InlineData("delete from motion_notices where motion_id = '{0}'")]
    public async Task no_login_changes_a_notice(string sql)
    {
        var (office, roll) = await SealedAsync();
        var motion = await office.OpenAsync(roll);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => service.Host.QueryAsync<object>(
            sql.Replace("{0}", $"{motion}", StringComparison.Ordinal)));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    private const string Header = "building,entrance,room,choice,channel,cast_at\n";

    private async Task<(Office Office, Guid Roll)> SealedAsync()
    {
        var office = service.NewOffice();
        return (office, await office.FreezeAsync(await office.RegisterAsync(Estates.Of(3))));
    }

    private static Task<Answer> OpenAsync(Office office, Dictionary<string, object?> motion) =>
        office.Clerk.PostAsync("/api/v1/motions", motion);

    private static Task<Answer> CastAsync(
        Office office, Guid motion, string castAt = "2023-05-20T09:02:00+08:00", string? agendaHash = null) =>
        office.TallyClerk.PostAsync($"/api/v1/motions/{motion}/ballots", new
        {
            building = "1", entrance = "1", room = "101", choice = "FOR", channel = "PAPER", castAt, agendaHash,
        });

    private static string Text(DateTimeOffset instant) => instant.ToString("O", CultureInfo.InvariantCulture);
}
