using System.Net;
using CivicPlatform.Consultation.Ballots;
using CivicPlatform.Consultation.Motions;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicPlatform.Consultation.Tests.Ballots;

public sealed class CastBallotTests(ConsultationService service)
{
    [Fact, Trait("rule", "VOTE-13")]
    public async Task takes_one_answer_once_and_another_as_a_conflict()
    {
        var (office, motion) = await OpenAsync(3);
        (await office.CastAsync(motion, "101", "FOR")).Expect(HttpStatusCode.Created);

        var twice = await office.CastAsync(motion, "101", "FOR");
        twice.ExpectProblem(HttpStatusCode.Conflict, "ballots.answer_twice");
        Assert.Equal("VOTE-13", twice.Rule);
        Assert.Equal("1", (await office.Clerk.GetAsync($"/api/v1/motions/{motion}/turnout"))["ballots"]);

        (await office.CastAsync(motion, "101", "AGAINST")).Expect(HttpStatusCode.Created);
        var tally = await office.CloseAsync(motion);
        Assert.Equal(("1", "0"), (tally["tally.conflict.heads"], tally["tally.participating.heads"]));
    }

    [Fact, Trait("rule", "VOTE-13")]
    public async Task an_answer_given_twice_is_refused_with_number_and_time_of_the_first_paper_and_no_choice()
    {
        var (office, motion) = await OpenAsync(3);
        var first = (await office.CastAsync(motion, "102", "AGAINST")).Expect(HttpStatusCode.Created);
        (await office.CastAsync(motion, "102", "FOR")).Expect(HttpStatusCode.Created);

        var twice = (await office.CastAsync(motion, "102", "AGAINST"))
            .ExpectProblem(HttpStatusCode.Conflict, "ballots.answer_twice");

        var received = first.Json.GetProperty("receivedAt").GetDateTimeOffset().ToOffset(TimeSpan.FromHours(8));
        Assert.Equal($"已于 {received:yyyy-MM-dd HH:mm} 登记，选票编号 {first.Id}", twice["detail"]);
        Assert.DoesNotContain("AGAINST", twice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task replays_the_same_request_and_stores_it_once()
    {
        var (office, motion) = await OpenAsync(3);
        var key = Guid.NewGuid().ToString();

        var first = (await office.CastAsync(motion, "101", "FOR", key)).Expect(HttpStatusCode.Created);
        var again = await office.CastAsync(motion, "101", "FOR", key);

        Assert.Equal((first.Status, first.Text), (again.Status, again.Text));
        Assert.Equal(1L, await service.Host.QueryAsync<long>(
            $"select count(*) from ballots where motion_id = '{motion}'"));
        (await office.CastAsync(motion, "102", "FOR", key)).Expect(HttpStatusCode.UnprocessableEntity);
    }

    [Fact, Trait("rule", "VOTE-23")]
    public async Task the_closing_instant_itself_is_too_late()
    {
        var (_, motion) = await OpenAsync(3);
        // By the database's own clock, which no request can hit to the microsecond.
        var at = $"select (open_motion(id, closes_at - interval '{{0}}')).status from motions where id = '{motion}'";
        Assert.Equal("OPEN", await service.Host.QueryAsync<string>(
            at.Replace("{0}", "1 microsecond", StringComparison.Ordinal)));
        var late = await Assert.ThrowsAsync<PostgresException>(() =>
            service.Host.QueryAsync<string>(at.Replace("{0}", "0", StringComparison.Ordinal)));
        Assert.Equal("ballots.voting_over", late.MessageText);
    }

    [Fact, Trait("rule", "PRIV-14")]
    public async Task is_unreadable_in_the_database_and_in_every_answer()
    {
        var (office, motion) = await OpenAsync(4);
        var answers = new List<Answer>();
        foreach (var (room, choice) in (IEnumerable<(string, string)>)
            [("101", "FOR"), ("102", "AGAINST"), ("103", "ABSTAIN"), ("104", "INVALID")])
        {
            answers.Add((await office.CastAsync(motion, room, choice)).Expect(HttpStatusCode.Created));
        }

        string[] words = ["FOR", "AGAINST", "ABSTAIN", "INVALID"];
        Assert.DoesNotContain(
            answers, answer => words.Any(word => answer.Text.Contains(word, StringComparison.Ordinal)));
        Assert.Equal(1L, await service.Host.QueryAsync<long>(
            $"select count(distinct length(choice)) from ballots where motion_id = '{motion}'"));
        Assert.Equal(4L, await service.Host.QueryAsync<long>(
            $"select count(distinct choice) from ballots where motion_id = '{motion}'"));
        Assert.Equal(0L, await service.Host.QueryAsync<long>(
            "select count(*) from platform.audit where detail ~ 'FOR|AGAINST|ABSTAIN' " +
            $"and street_code = '{office.Street}'"));
    }

    [Theory]
    [InlineData("999", "2023-05-20T09:02:00+08:00", "ballots.unit_not_on_roll")]
    [InlineData("101", "2199-05-20T09:02:00+08:00", "ballots.cast_in_future")]
    public async Task refuses_a_paper_that_cannot_be(string room, string castAt, string code)
    {
        var (office, motion) = await OpenAsync(2);
        var paper = new { building = "1", entrance = "1", room, choice = "FOR", channel = "PAPER", castAt };

        (await office.TallyClerk.PostAsync($"/api/v1/motions/{motion}/ballots", paper))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, code);
    }

    [Fact]
    public async Task refuses_a_late_paper_and_says_why()
    {
        var (office, motion) = await OpenAsync(2);
        await office.CloseAsync(motion);
        (await office.CastAsync(motion, "101", "FOR"))
            .ExpectProblem(HttpStatusCode.Conflict, "ballots.motion_closed");

        var (other, open) = await OpenAsync(2);
        await other.MoveClockToAsync(DateTimeOffset.UtcNow.AddDays(61));
        (await other.CastAsync(open, "101", "FOR")).ExpectProblem(HttpStatusCode.Conflict, "ballots.voting_over");
        (await other.ImportAsync(open, "building,entrance,room,choice,channel,cast_at\n"))
            .ExpectProblem(HttpStatusCode.Conflict, "ballots.voting_over");
    }

    [Fact]
    public async Task belongs_to_the_office_and_its_tally_team()
    {
        var (office, motion) = await OpenAsync(2);
        var other = service.NewOffice();

        (await other.CastAsync(motion, "101", "FOR")).ExpectProblem(HttpStatusCode.NotFound, "motions.not_found");
        (await office.As(Roles.Owner).PostAsync($"/api/v1/motions/{motion}/ballots", Office.Paper("101", "FOR")))
            .Expect(HttpStatusCode.Forbidden);
        (await service.Host.As(Roles.TallyClerk, office.Street[..6])
            .PostAsync($"/api/v1/motions/{motion}/ballots", Office.Paper("101", "FOR"))).Expect(HttpStatusCode.Created);
        using var paper = System.Net.Http.Json.JsonContent.Create(Office.Paper("102", "FOR"));
        (await office.TallyClerk.SendAsync(HttpMethod.Post, $"/api/v1/motions/{motion}/ballots", paper, key: null))
            .ExpectProblem(HttpStatusCode.BadRequest, "request.idempotency_key_missing");
    }

    [Fact]
    public async Task is_counted_or_refused_when_the_motion_closes_at_the_same_moment()
    {
        var (office, motion) = await OpenAsync(120);
        var cast = Enumerable.Range(1, 120).Select(i => office.CastAsync(motion, $"{100 + i}", "FOR")).ToList();
        await Task.WhenAny(cast);
        var closed = (await office.CloseAsync(motion)).Expect(HttpStatusCode.OK);
        var answers = await Task.WhenAll(cast);

        var taken = answers.Count(answer => answer.Status is HttpStatusCode.Created);
        Assert.Equal(120 - taken, answers.Count(answer => answer.Code is "ballots.motion_closed"));
        Assert.Equal($"{taken}", closed["tally.for.heads"]);
        TestContext.Current.SendDiagnosticMessage($"{taken} of 120 ballots were in time");
    }

    [Fact]
    public async Task is_waited_for_by_the_close_once_it_is_under_way()
    {
        var (office, motion) = await OpenAsync(3);
        await using var connection = new NpgsqlConnection(service.Host.Database.Superuser);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await CastUncommittedAsync(connection, motion);

        var close = office.CloseAsync(motion);
        await Eventually.Async(async () => Assert.Equal(1L, await service.Host.QueryAsync<long>(
            "select count(*) from pg_locks where locktype = 'advisory' and not granted " +
            $"and ((classid::bigint << 32) | objid::bigint) = motion_lock_key('{motion}')")));
        await transaction.CommitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("1", (await close).Expect(HttpStatusCode.OK)["tally.for.heads"]);
    }

    // After the voting of Office.Motion has opened.
    private static readonly DateTimeOffset s_castAt = new(2023, 5, 20, 1, 2, 0, TimeSpan.Zero);

    private async Task CastUncommittedAsync(NpgsqlConnection connection, Guid motion)
    {
        var (seal, id) = (service.Host.Services.GetRequiredService<ChoiceSeal>(), Guid.CreateVersion7());
        var paper = new BallotPaper(
            new BallotPlace("1", "1", "101"), Choice.For, Channel.Paper, s_castAt);
        await using var cast = new NpgsqlCommand(
            "select cast_ballot($1, $2, '1', '1', '101', $3, $4, $5, 'PAPER', $6, 'u-1', now())", connection)
        {
            Parameters =
            {
                new() { Value = id }, new() { Value = motion }, new() { Value = seal.Close(paper.Choice, id) },
                new() { Value = seal.AnswerKey(motion, paper) }, new() { Value = seal.PaperKey(motion, paper) },
                new() { Value = paper.CastAt },
            },
        };
        await cast.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private async Task<(Office Office, Guid Motion)> OpenAsync(int units)
    {
        var office = service.NewOffice();
        var roll = await office.FreezeAsync(await office.RegisterAsync(Estates.Of(units)));
        return (office, await office.OpenAsync(roll));
    }
}
