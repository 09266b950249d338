using System.Net;
using CivicPlatform.ServiceDefaults.Auth;

namespace CivicPlatform.ServiceDefaults.Tests.Http;

public sealed class RequestPathTests(SampleFixture fixture)
{
    private const string Street = "110114009";
    private readonly ApiClient _clerk = fixture.Service.As(Roles.StreetClerk, Street);

    private static object Body(string text = "x", string amount = "1.10") =>
        new { text, divisionCode = "110114009901", amount };

    [Theory, InlineData("/api/v1/notes"), InlineData("/api/v1/quick-notes")]
    public async Task the_same_key_and_body_returns_the_first_answer_byte_for_byte(string path)
    {
        var first = (await _clerk.PostAsync(path, Body(), key: $"same{path}")).Expect(HttpStatusCode.Created);
        var second = (await _clerk.PostAsync(path, Body(), key: $"same{path}")).Expect(HttpStatusCode.Created);

        Assert.Equal(first.Body, second.Body);
        Assert.Equal((first.Location, first.MediaType), (second.Location, second.MediaType));
        Assert.Equal(1L, await fixture.Service.QueryAsync<long>($"select count(*) from notes where id = '{first.Id}'"));
    }

    [Theory, InlineData("/api/v1/notes"), InlineData("/api/v1/quick-notes")]
    public async Task the_same_key_with_another_body_is_refused(string path)
    {
        (await _clerk.PostAsync(path, Body("a"), key: $"other{path}")).Expect(HttpStatusCode.Created);
        (await _clerk.PostAsync(path, Body("b"), key: $"other{path}"))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "request.idempotency_key_reused");
    }

    [Theory, InlineData("/api/v1/notes"), InlineData("/api/v1/quick-notes")]
    public async Task an_answer_that_cannot_be_read_any_more_troubles_nobody_else(string path)
    {
        var key = $"damaged{path}";
        (await _clerk.PostAsync(path, Body(), key: key)).Expect(HttpStatusCode.Created);
        await fixture.Service.ExecuteAsync(
            $"update platform.idempotency set body = set_byte(body, 40, 255 - get_byte(body, 40)) where key = '{key}'");

        var others = Enumerable.Range(0, 20).Select(_ => _clerk.PostAsync(path, Body())).ToArray();
        (await _clerk.PostAsync(path, Body(), key: key))
            .ExpectProblem(HttpStatusCode.Conflict, "request.already_done");
        Assert.All(await Task.WhenAll(others), answer => answer.Expect(HttpStatusCode.Created));
        (await _clerk.PostAsync(path, Body())).Expect(HttpStatusCode.Created);
    }

    [Theory, InlineData("/api/v1/notes"), InlineData("/api/v1/quick-notes")]
    public async Task fifty_twins_make_one_row(string path)
    {
        var text = $"twins {path}";
        var answers = await Task.WhenAll(Enumerable.Range(0, 50)
            .Select(_ => _clerk.PostAsync(path, Body(text), key: text.Replace(" ", "", StringComparison.Ordinal))));

        Assert.All(answers, a =>
            Assert.Contains(a.Status, (HttpStatusCode[])[HttpStatusCode.Created, HttpStatusCode.Conflict]));
        Assert.Single(answers.Where(a => a.Status is HttpStatusCode.Created).Select(a => a.Text).Distinct());
        Assert.Equal(1L, await fixture.Service.QueryAsync<long>($"select count(*) from notes where text = '{text}'"));
    }

    [Theory, InlineData("/api/v1/notes"), InlineData("/api/v1/quick-notes")]
    public async Task a_post_without_a_key_is_refused(string path) =>
        (await _clerk.SendAsync(HttpMethod.Post, path, System.Net.Http.Json.JsonContent.Create(Body()), key: null))
            .ExpectProblem(HttpStatusCode.BadRequest, "request.idempotency_key_missing");

    [Fact]
    public async Task a_refusal_undoes_the_effect_and_is_remembered()
    {
        var first = await _clerk.PostAsync("/api/v1/notes", Body("refuse me"), key: "refused");
        var second = await _clerk.PostAsync("/api/v1/notes", Body("refuse me"), key: "refused");

        first.ExpectProblem(HttpStatusCode.UnprocessableEntity, "notes.refused");
        Assert.Equal("TEST-01", first.Rule);
        Assert.Equal(first.Body, second.Body);
        Assert.Equal(0L, await fixture.Service.QueryAsync<long>("select count(*) from notes where text = 'refuse me'"));
    }

    [Fact]
    public async Task a_conflict_that_passes_is_not_remembered_for_its_key()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/notes")
        {
            Content = System.Net.Http.Json.JsonContent.Create(Body("not yet")),
            Headers = { { "Idempotency-Key", "passing" } },
        };
        using var early = await _clerk.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), early.Headers.RetryAfter?.Delta);

        (await _clerk.PostAsync("/api/v1/notes", Body("not yet"), key: "passing")).Expect(HttpStatusCode.Created);
        Assert.Equal(1L, await fixture.Service.QueryAsync<long>("select count(*) from notes where text = 'not yet'"));
    }

    [Fact]
    public async Task a_search_that_shows_people_is_answered_again_and_never_stored()
    {
        await _clerk.PostAsync("/api/v1/notes", Body("person"));
        var first = await _clerk.PostAsync("/api/v1/notes/search", new { text = "person" }, key: "search");
        var second = await _clerk.PostAsync("/api/v1/notes/search", new { text = "person" }, key: "search");

        Assert.Equal(1, first.Expect(HttpStatusCode.OK).Json.GetArrayLength());
        Assert.Equal(first.Text, second.Expect(HttpStatusCode.OK).Text);
        Assert.Equal(0L, await fixture.Service.QueryAsync<long>(
            "select count(*) from platform.idempotency where key = 'search'"));
        Assert.Equal(2L, await fixture.Service.QueryAsync<long>(
            "select count(*) from platform.audit where action = 'notes.search'"));
        (await _clerk.SendAsync(HttpMethod.Post, "/api/v1/notes/search",
            System.Net.Http.Json.JsonContent.Create(new { text = "person" }), key: null))
            .ExpectProblem(HttpStatusCode.BadRequest, "request.idempotency_key_missing");
    }

    [Fact]
    public async Task a_bug_leaves_nothing_and_tells_nothing()
    {
        var answer = await _clerk.PostAsync("/api/v1/notes", Body("throw"), key: "bug");

        answer.ExpectProblem(HttpStatusCode.InternalServerError, "service.failed");
        Assert.DoesNotContain("a bug", answer.Text, StringComparison.Ordinal);
        Assert.NotEmpty(answer["traceId"]);
        Assert.Equal(0L, await fixture.Service.QueryAsync<long>("select count(*) from notes where text = 'throw'"));
        Assert.Equal(0L, await fixture.Service.QueryAsync<long>(
            "select count(*) from platform.idempotency where key = 'bug'"));
    }

    [Fact]
    public async Task effect_event_and_audit_row_commit_together()
    {
        var note = (await _clerk.PostAsync("/api/v1/quick-notes", Body("chain"))).Expect(HttpStatusCode.Created);

        Assert.Equal(1L, await fixture.Service.QueryAsync<long>(
            $"select count(*) from platform.audit where subject_id = '{note.Id}' " +
            "and actor = 'u-1' and trace_id is not null"));
        await Eventually.Async(async () => Assert.Equal(0L,
            await fixture.Service.QueryAsync<long>("select count(*) from platform.outbox")));
    }

    [Fact]
    public async Task another_office_sees_404_and_not_403()
    {
        var note = await _clerk.PostAsync("/api/v1/notes", Body());
        var path = $"/api/v1/notes/{note.Id}";

        (await fixture.Service.As(Roles.StreetClerk, "110114010").GetAsync(path)).Expect(HttpStatusCode.NotFound);
        (await fixture.Service.As(Roles.StreetClerk, "110114009902").GetAsync(path)).Expect(HttpStatusCode.NotFound);
        (await fixture.Service.As(Roles.StreetClerk, "110114009901").GetAsync(path)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task the_database_itself_hides_other_offices_rows()
    {
        var note = await _clerk.PostAsync("/api/v1/notes", Body());
        await using var app = Npgsql.NpgsqlDataSource.Create(fixture.Service.Database.App);
        await using var without = app.CreateCommand($"select count(*) from notes where id = '{note.Id}'");
        Assert.Equal(0L, await without.ExecuteScalarAsync(TestContext.Current.CancellationToken));

        await using var with = app.CreateCommand(
            $"with s as materialized (select set_config('app.scope', '{Street}', true)) " +
            $"select count(*) from s, notes where id = '{note.Id}'");
        Assert.Equal(1L, await with.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task an_unchanged_row_is_not_sent_again()
    {
        var note = await _clerk.PostAsync("/api/v1/notes", Body());
        var read = (await _clerk.GetAsync($"/api/v1/notes/{note.Id}")).Expect(HttpStatusCode.OK);

        Assert.Equal("\"v1\"", read.ETag);
        (await _clerk.GetAsync($"/api/v1/notes/{note.Id}", ("If-None-Match", "\"v1\"")))
            .Expect(HttpStatusCode.NotModified);
    }

    [Theory]
    [InlineData("""{"text":"x","divisionCode":"110114009901","amount":"1.101"}""", "amount")]
    [InlineData("""{"text":"x","divisionCode":"110114009901","amount":"NaN"}""", "amount")]
    [InlineData("""{"text":"x","divisionCode":"110114009901","amount":1.1}""", "amount")]
    [InlineData("""{"text":"x","divisionCode":"110114009901","amount":"12345678901234567890123456789012"}""", "amount")]
    [InlineData("""{"text":"a\u0000b","divisionCode":"110114009901","amount":"1.10"}""", "text")]
    [InlineData("""{"text":"a\u202eb","divisionCode":"110114009901","amount":"1.10"}""", "text")]
    [InlineData("""{"text":"x","divisionCode":"110114009901","amount":"1.10","extra":1}""", "extra")]
    public async Task a_malformed_body_names_its_field(string json, string field)
    {
        var answer = await _clerk.PostJsonAsync("/api/v1/notes", json);

        answer.Expect(HttpStatusCode.BadRequest);
        Assert.Equal(field, answer.Json.GetProperty("errors")[0].GetProperty("field").GetString());
    }

    [Fact]
    public async Task routing_errors_are_problems_too()
    {
        (await _clerk.GetAsync("/api/v1/nothing")).ExpectProblem(HttpStatusCode.NotFound, "request.no_such_resource");
        (await _clerk.GetAsync("/api/v1/notes"))
            .ExpectProblem(HttpStatusCode.MethodNotAllowed, "request.method_not_allowed");
        (await _clerk.SendAsync(HttpMethod.Post, "/api/v1/notes", new StringContent("x"), "k"))
            .ExpectProblem(HttpStatusCode.UnsupportedMediaType, "request.unsupported_media_type");
        (await fixture.Service.WithToken(null).GetAsync("/api/v1/notes/1"))
            .ExpectProblem(HttpStatusCode.NotFound, "request.no_such_resource");
    }

    [Fact]
    public async Task a_calculator_needs_neither_token_nor_key() =>
        (await fixture.Service.WithToken(null).SendAsync(HttpMethod.Post, "/api/v1/notes:preview",
            System.Net.Http.Json.JsonContent.Create(Body()), key: null)).Expect(HttpStatusCode.OK);

    [Fact]
    public async Task it_says_that_it_is_healthy_and_describes_itself()
    {
        await Eventually.Async(async () => (await _clerk.GetAsync("/health")).Expect(HttpStatusCode.OK));
        var document = (await _clerk.GetAsync("/openapi/v1.json")).Expect(HttpStatusCode.OK);
        Assert.StartsWith("3.1", document["openapi"], StringComparison.Ordinal);
    }
}
