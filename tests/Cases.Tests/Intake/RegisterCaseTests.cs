using System.Net;
using System.Text;
using CivicPlatform.ServiceDefaults.Auth;
using Npgsql;

namespace CivicPlatform.Cases.Tests.Intake;

public sealed class RegisterCaseTests(CasesHost host)
{
    [Fact, Trait("rule", "CASE-02")]
    public async Task a_case_is_registered_and_read_back_with_its_reporter_masked()
    {
        var created = (await host.Clerk.PostAsync("/api/v1/cases", CasesHost.CaseBody()))
            .Expect(HttpStatusCode.Created);

        Assert.Matches(@"^\d{4}-110114009-\d{6}$", created["number"]);
        Assert.Equal($"/api/v1/cases/{created.Id}", created.Location?.ToString());
        var read = (await host.Clerk.GetAsync($"/api/v1/cases/{created.Id}")).Expect(HttpStatusCode.OK);
        Assert.Equal(("RECEIVED", "LIFT_FAILURE", "3"), (read["status"], read["matter"], read["building"]));
        Assert.Equal(("王**", "138****1234"), (read["reporter.name"], read["reporter.phone"]));
        Assert.Equal(created["receivedAt"], read["receivedAt"]);
    }

    [Fact]
    public async Task the_reporter_is_ciphered_in_the_database_and_absent_from_events_and_audit()
    {
        var id = await host.RegisterAsync();

        var ciphered = await host.First.QueryAsync<byte[]>($"select reporter_phone from cases where id = '{id}'");
        Assert.DoesNotContain("0000", Encoding.Latin1.GetString(ciphered));
        Assert.Equal(1L, await host.First.QueryAsync<long>(
            $"select count(*) from platform.audit where subject_id = '{id}' and action = 'intake.register' " +
            "and actor = 'clerk-1' and coalesce(detail, '') not like '%1380%'"));
    }

    [Fact]
    public async Task the_same_key_and_body_give_the_first_answer_byte_for_byte()
    {
        var (key, body) = (Guid.NewGuid().ToString(), CasesHost.CaseBody());

        var first = (await host.Clerk.PostAsync("/api/v1/cases", body, key)).Expect(HttpStatusCode.Created);
        var again = await host.Clerk.PostAsync("/api/v1/cases", body, key);

        Assert.Equal(
            (first.Status, first.Text, first.ETag, first.Location),
            (again.Status, again.Text, again.ETag, again.Location));
        body["building"] = "4";
        (await host.Clerk.PostAsync("/api/v1/cases", body, key))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "request.idempotency_key_reused");
    }

    [Fact]
    public async Task twins_on_two_replicas_register_one_case()
    {
        var (key, body) = (Guid.NewGuid().ToString(), CasesHost.CaseBody());
        var clerks = Enumerable.Range(0, 12).Select(i => (i % 2 == 0 ? host.First : host.Second)
            .As(Roles.StreetClerk, CasesHost.Street, "clerk-twin"));

        var answers = await Task.WhenAll(clerks.Select(clerk => clerk.PostAsync("/api/v1/cases", body, key)));

        var one = Assert.Single(answers.Select(a => a.Expect(HttpStatusCode.Created).Text).Distinct());
        Assert.Equal(1L, await host.First.QueryAsync<long>(
            "select count(*) from cases where registered_by = 'clerk-twin'"));
        Assert.Contains("RECEIVED", one);
    }

    [Fact]
    public async Task a_post_without_a_key_is_refused()
    {
        using var body = new StringContent("{}", Encoding.UTF8, "application/json");
        (await host.Clerk.SendAsync(HttpMethod.Post, "/api/v1/cases", body, key: null))
            .ExpectProblem(HttpStatusCode.BadRequest, "request.idempotency_key_missing");
    }

    [Theory]
    [InlineData("""{"description":"电梯\u0000坏了"}""")]
    [InlineData("""{"description":"电梯\u202e坏了"}""")]
    [InlineData("""{"colour":"red"}""")]
    [InlineData("""{"channel":"PIGEON"}""")]
    [InlineData("""{"type":"help"}""")]
    [InlineData("""{"matter":"lift failure"}""")]
    [InlineData("""{"divisionCode":"110114"}""")]
    [InlineData("""{"description":""}""")]
    [InlineData("""{"description":null}""")]
    [InlineData("""{"estateId":"not-a-guid"}""")]
    [InlineData("""{"receivedAt":"yesterday"}""")]
    [InlineData("""{"receivedAt":"2024-05-02"}""")]
    [InlineData("""{"receivedAt":"2024-05-02T09:00:00"}""")]
    [InlineData("""{"receivedAt":"2024-05-02T09:00"}""")]
    [InlineData("""{"reporter":{"phone":"call me"}}""")]
    [InlineData("""{"reporter":{"phone":"1380000","id":"110101199001011234"}}""")]
    public async Task a_malformed_body_is_refused_in_chinese_and_nothing_is_stored(string change)
    {
        var clerk = host.First.As(Roles.StreetClerk, CasesHost.Street, "clerk-malformed");

        var answer = await clerk.PostJsonAsync("/api/v1/cases", Changed(change));

        answer.Expect(HttpStatusCode.BadRequest);
        Assert.Equal("application/problem+json", answer.MediaType);
        Assert.Contains(answer["title"], c => c is >= '\u4e00' and <= '\u9fff');
        Assert.Equal(0L, await host.First.QueryAsync<long>(
            "select count(*) from cases where registered_by = 'clerk-malformed'"));
    }

    [Fact]
    public async Task a_description_past_its_limit_is_refused_with_its_field()
    {
        var answer = await host.Clerk.PostJsonAsync(
            "/api/v1/cases", Changed($$"""{"description":"{{new string('长', 4001)}}"}"""));

        answer.Expect(HttpStatusCode.BadRequest);
        Assert.Equal("description", answer.Json.GetProperty("errors")[0].GetProperty("field").GetString());
    }

    [Theory]
    [InlineData("""{"reporter":{"phone":"call me"}}""", "reporter.phone")]
    [InlineData("""{"reporter":{"name":"","phone":"13800001234"}}""", "reporter.name")]
    [InlineData("""{"channel":"PIGEON"}""", "channel")]
    public async Task a_finding_names_its_place_whole(string change, string field)
    {
        var answer = await host.Clerk.PostJsonAsync("/api/v1/cases", Changed(change));

        answer.Expect(HttpStatusCode.BadRequest);
        var finding = Assert.Single(answer.Json.GetProperty("errors").EnumerateArray());
        Assert.Equal(field, finding.GetProperty("field").GetString());
    }

    [Fact, Trait("rule", "CASE-02")]
    public async Task a_request_without_a_contact_is_refused_by_the_rule_and_the_refusal_is_not_a_case()
    {
        var body = CasesHost.CaseBody();
        body.Remove("reporter");

        var answer = await host.Clerk.PostAsync("/api/v1/cases", body);

        answer.ExpectProblem(HttpStatusCode.UnprocessableEntity, "intake.contact_missing");
        Assert.Equal("CASE-02", answer.Rule);
    }

    [Fact]
    public async Task another_offices_case_is_not_there()
    {
        var id = await host.RegisterAsync();

        (await host.Stranger.GetAsync($"/api/v1/cases/{id}"))
            .ExpectProblem(HttpStatusCode.NotFound, "intake.case_not_found");
        (await host.Stranger.GetAsync($"/api/v1/timelines/{id}")).Expect(HttpStatusCode.NotFound);
        (await host.Stranger.PostAsync("/api/v1/cases", CasesHost.CaseBody()))
            .ExpectProblem(HttpStatusCode.NotFound, "division.not_found");
        var list = (await host.Stranger.GetAsync("/api/v1/cases")).Expect(HttpStatusCode.OK);
        Assert.DoesNotContain(id.ToString(), list.Text);
    }

    [Fact]
    public async Task a_worker_of_another_community_of_the_street_sees_nothing_of_it()
    {
        var id = await host.RegisterAsync();

        var neighbour = host.First.As(Roles.CommunityWorker, "110114009002");
        (await neighbour.GetAsync($"/api/v1/cases/{id}")).Expect(HttpStatusCode.NotFound);
        var worker = host.First.As(Roles.CommunityWorker, CasesHost.Community);
        (await worker.GetAsync($"/api/v1/cases/{id}")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task the_wrong_role_of_the_right_office_is_forbidden()
    {
        var owner = host.First.As(Roles.Owner, CasesHost.Street);

        (await owner.PostAsync("/api/v1/cases", CasesHost.CaseBody())).Expect(HttpStatusCode.Forbidden);
        (await owner.GetAsync("/api/v1/cases")).Expect(HttpStatusCode.Forbidden);
        (await host.First.Anonymous().GetAsync("/api/v1/cases")).Expect(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task a_district_wide_desk_registers_in_a_street_that_had_no_case_before()
    {
        var district = host.First.As(Roles.Integration, "110112", "hotline");

        var id = (await district.PostAsync("/api/v1/cases", CasesHost.CaseBody("110112005")))
            .Expect(HttpStatusCode.Created).Id;

        (await host.First.As(Roles.StreetClerk, "110112005").GetAsync($"/api/v1/cases/{id}")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task an_unchanged_case_answers_304()
    {
        var id = await host.RegisterAsync();
        var tag = (await host.Clerk.GetAsync($"/api/v1/cases/{id}")).ETag!;

        Assert.Equal("\"v1\"", tag);
        var again = await host.Clerk.GetAsync($"/api/v1/cases/{id}", ("If-None-Match", tag));
        Assert.Equal((HttpStatusCode.NotModified, 0), (again.Status, again.Body.Length));
        (await host.Clerk.GetAsync($"/api/v1/cases/{id}", ("If-None-Match", "\"v0\""))).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task numbers_stay_unique_over_two_replicas_and_many_blocks()
    {
        const string street = "110113001";
        var clerks = new[] { host.First, host.Second }.Select(h => h.As(Roles.StreetClerk, street)).ToArray();

        await Parallel.ForAsync(0, 240, TestContext.Current.CancellationToken, async (i, _) =>
            (await clerks[i % 2].PostAsync("/api/v1/cases", CasesHost.CaseBody(street)))
                .Expect(HttpStatusCode.Created));

        Assert.Equal(240L, await host.First.QueryAsync<long>(
            $"select count(distinct number) from cases where street_code = '{street}'"));
        Assert.Equal(401L, await host.First.QueryAsync<long>(
            $"select next from number_blocks where street_code = '{street}'"));
    }

    [Fact]
    public async Task the_database_itself_shows_and_takes_nothing_without_the_scope()
    {
        var id = await host.RegisterAsync();
        await using var app = NpgsqlDataSource.Create(host.First.Database.App);

        async Task<long> CountAsync(string scope)
        {
            await using var connection = await app.OpenConnectionAsync(TestContext.Current.CancellationToken);
            await using var batch = new NpgsqlBatch(connection)
            {
                BatchCommands =
                {
                    new($"select set_config('app.scope', '{scope}', true)"),
                    new($"select count(*) from cases where id = '{id}'"),
                },
            };
            await using var reader = await batch.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            await reader.NextResultAsync(TestContext.Current.CancellationToken);
            await reader.ReadAsync(TestContext.Current.CancellationToken);
            return reader.GetInt64(0);
        }

        Assert.Equal((0L, 0L, 1L), (await CountAsync(""), await CountAsync(CasesHost.OtherStreet),
            await CountAsync(CasesHost.Street)));
        await using var insert = app.CreateCommand(
            $"insert into cases select gen_random_uuid(), street_code, division_code, 'x', status, channel, type, " +
            $"matter, 'x', now(), now(), 'x' from (values ('{CasesHost.Street}', '{CasesHost.Street}', 'RECEIVED', " +
            "'WINDOW', 'HELP', 'X')) as v (street_code, division_code, status, channel, type, matter)");
        var refused = await Assert.ThrowsAsync<PostgresException>(
            () => insert.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        Assert.Equal("42501", refused.SqlState);
    }

    private static string Changed(string change)
    {
        var body = System.Text.Json.Nodes.JsonNode.Parse("""
            {"divisionCode":"110114009901","channel":"WINDOW","type":"HELP","matter":"LIFT_FAILURE",
             "description":"电梯坏了","reporter":{"phone":"13800001234"}}
            """)!.AsObject();
        foreach (var (name, value) in System.Text.Json.Nodes.JsonNode.Parse(change)!.AsObject())
            body[name] = value?.DeepClone();
        return body.ToJsonString();
    }
}
