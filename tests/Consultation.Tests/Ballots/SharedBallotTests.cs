using System.Net;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.ServiceDefaults.Auth;
using Npgsql;

namespace CivicPlatform.Consultation.Tests.Ballots;

/// <summary>Papers that arrive together share a commit; each of them stays its caller's own.</summary>
public sealed class SharedBallotTests(ConsultationService service)
{
    private const int Units = 60;

    [Fact]
    public async Task papers_that_arrive_together_share_commits_and_keep_their_own_callers()
    {
        var (office, motion) = await OpenAsync();
        var answers = await Task.WhenAll(Enumerable.Range(1, Units).Select(i =>
            service.Host.As(Roles.TallyClerk, office.Street, $"teller-{i}")
                .PostAsync($"/api/v1/motions/{motion}/ballots", Office.Paper($"{100 + i}", "FOR"))));

        Assert.All(answers, answer => answer.Expect(HttpStatusCode.Created));
        Assert.InRange(await CountAsync($"(distinct xmin::text) from ballots where motion_id = '{motion}'"),
            1, Units - 1);
        Assert.Equal(Units, await CountAsync(
            "(distinct (a.actor, a.request_id)) from platform.audit a join ballots b on b.id = a.subject_id " +
            $"and b.recorded_by = a.actor where b.motion_id = '{motion}' and a.action = 'ballots.cast' " +
            "and a.purpose = 'ballot.cast' and a.origin <> ''"));
    }

    [Fact]
    public async Task a_refused_paper_costs_its_neighbours_nothing_and_hears_its_own_reason()
    {
        var (office, motion) = await OpenAsync();
        var (elsewhere, other) = await OpenAsync();
        string Room(int i) => i % 7 == 0 ? "999" : $"{100 + i}";
        var here = Enumerable.Range(1, Units).Select(i => office.CastAsync(motion, Room(i), "FOR")).ToArray();
        var there = Enumerable.Range(1, Units).Select(i => elsewhere.CastAsync(other, $"{100 + i}", "FOR")).ToArray();
        // Whoever may not see the motion does not see it in company either.
        var stranger = elsewhere.CastAsync(motion, "107", "FOR");
        var answers = await Task.WhenAll(here);

        Assert.All(await Task.WhenAll(there), answer => answer.Expect(HttpStatusCode.Created));
        (await stranger).ExpectProblem(HttpStatusCode.NotFound, "motions.not_found");
        Assert.All(answers.Where((_, i) => (i + 1) % 7 == 0),
            answer => answer.ExpectProblem(HttpStatusCode.UnprocessableEntity, "ballots.unit_not_on_roll"));
        Assert.All(answers.Where((_, i) => (i + 1) % 7 != 0), answer => answer.Expect(HttpStatusCode.Created));
        Assert.Equal(Units - (Units / 7), await CountAsync($"(*) from ballots where motion_id = '{motion}'"));
        Assert.Equal(Units, await CountAsync($"(*) from ballots where motion_id = '{other}'"));
    }

    [Fact, Trait("rule", "VOTE-13")]
    public async Task equal_answers_of_a_unit_that_arrive_together_count_once()
    {
        var (office, motion) = await OpenAsync();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => office.CastAsync(motion, "101", "AGAINST")));

        Assert.Single(answers, answer => answer.Status is HttpStatusCode.Created);
        Assert.Equal(19, answers.Count(answer => answer.Code is "ballots.answer_twice"));
        Assert.Equal(1, await CountAsync($"(*) from ballots where motion_id = '{motion}'"));
    }

    [Fact]
    public async Task a_close_that_is_counting_holds_up_its_own_papers_only()
    {
        var (office, motion) = await OpenAsync();
        var (elsewhere, other) = await OpenAsync();
        await using var counting = await HoldAsync($"pg_advisory_xact_lock(motion_lock_key('{motion}'))");

        var waiting = office.CastAsync(motion, "101", "FOR");
        var others = Task.WhenAll(
            Enumerable.Range(1, Units).Select(i => elsewhere.CastAsync(other, $"{100 + i}", "FOR")));
        do
        {
            Assert.Equal(0, await CountAsync("(*) from pg_locks where locktype = 'advisory' and not granted " +
                $"and ((classid::bigint << 32) | objid::bigint) = motion_lock_key('{motion}')"));
        } while (await Task.WhenAny(others, Task.Delay(20, TestContext.Current.CancellationToken)) != others);

        Assert.All(await others, answer => answer.Expect(HttpStatusCode.Created));
        Assert.False(waiting.IsCompleted);
        await counting.DisposeAsync();
        (await waiting).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task a_file_that_is_under_way_holds_up_the_papers_of_its_motion_only()
    {
        var (office, motion) = await OpenAsync();
        var (elsewhere, other) = await OpenAsync();
        await using var file = await HoldAsync($"pg_advisory_xact_lock(motion_file_key('{motion}'))");

        var waiting = office.CastAsync(motion, "101", "FOR");
        var others = await Task.WhenAll(
            Enumerable.Range(1, Units).Select(i => elsewhere.CastAsync(other, $"{100 + i}", "FOR")));
        Assert.All(others, answer => answer.Expect(HttpStatusCode.Created));
        Assert.False(waiting.IsCompleted);
        await file.DisposeAsync();
        (await waiting).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task who_may_not_see_a_motion_neither_waits_for_it_nor_learns_that_it_is_busy()
    {
        var (_, motion) = await OpenAsync();
        var stranger = service.NewOffice();
        await using var busy = await HoldAsync($"pg_advisory_xact_lock(motion_lock_key('{motion}'))");

        var calls = await Task.WhenAll(
            stranger.CloseAsync(motion), stranger.CastAsync(motion, "101", "FOR"),
            stranger.ImportAsync(motion, "building,entrance,room,choice,channel,cast_at\n"),
            stranger.TallyClerk.PostAsync($"/api/v1/motions/{motion}/designations",
                new { ballotId = Guid.NewGuid(), documentHash = new string('a', 64) }));
        Assert.All(calls, answer => answer.ExpectProblem(HttpStatusCode.NotFound, "motions.not_found"));
    }

    /// <summary>A lock of somebody else, until it is disposed of.</summary>
    private async Task<NpgsqlConnection> HoldAsync(string take)
    {
        // Not of the pool: closing it ends the session, and the lock with it.
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(service.Host.Database.Superuser) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand($"begin; select {take}", connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    private Task<long> CountAsync(string what) => service.Host.QueryAsync<long>($"select count{what}");

    private async Task<(Office Office, Guid Motion)> OpenAsync()
    {
        var office = service.NewOffice();
        var roll = await office.FreezeAsync(await office.RegisterAsync(Estates.Of(Units)));
        return (office, await office.OpenAsync(roll));
    }
}
