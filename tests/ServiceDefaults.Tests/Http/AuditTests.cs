using System.Net;
using CivicPlatform.ServiceDefaults.Auth;

namespace CivicPlatform.ServiceDefaults.Tests.Http;

/// <summary>Every write leaves a row: who, through what, from where, what for. No row, no personal data.</summary>
public sealed class AuditTests(SampleFixture fixture)
{
    private const string Context =
        "select concat_ws('|', actor, client, purpose, result, (origin <> '')::text, request_id) from platform.audit " +
        "where action = '{0}' and actor = 'u-audit' order by seq desc limit 1";

    private ApiClient Clerk => fixture.Service.As(Roles.StreetClerk, "110114009", "u-audit");

    [Theory, InlineData("/api/v1/notes", "notes.add"), InlineData("/api/v1/quick-notes", "notes.add")]
    [InlineData("/api/v1/silent-notes", "case.register")]
    public async Task a_write_leaves_a_row_also_when_its_handler_forgot(string path, string action)
    {
        (await Clerk.PostAsync(path, new { text = "x", divisionCode = "110114009", amount = "1.00" }, null,
            ("X-Request-Id", $"req-{path[^8..].Trim('/')}"))).Expect(HttpStatusCode.Created);
        var row = await fixture.Service.QueryAsync<string>(Context.Replace("{0}", action, StringComparison.Ordinal));
        Assert.Equal($"u-audit|civic-cli|case.register|DONE|true|req-{path[^8..].Trim('/')}", row);
    }

    [Fact]
    public async Task a_read_of_personal_data_leaves_a_row()
    {
        var id = (await Clerk.PostAsync("/api/v1/notes",
            new { text = "personal", divisionCode = "110114009", amount = "1.00" })).Expect(HttpStatusCode.Created).Id;
        (await Clerk.GetAsync($"/api/v1/personal-notes/{id}")).Expect(HttpStatusCode.OK);
        Assert.Equal(1L, await fixture.Service.QueryAsync<long>(
            $"select count(*) from platform.audit where action = 'case.read' and subject_id = '{id}'"));
    }

    [Theory, InlineData("110105001", "110114009"), InlineData("1101")]
    public async Task a_read_names_the_office_of_what_was_shown_and_not_of_the_reader(params string[] divisions)
    {
        var id = (await Clerk.PostAsync("/api/v1/notes",
            new { text = "personal", divisionCode = "110114009", amount = "1.00" })).Expect(HttpStatusCode.Created).Id;
        await fixture.Service.QueryAsync<int>(
            "insert into platform.streets values ('110114009') on conflict do nothing; select 1");
        await Eventually.Async(async () => // A district's token knows a new street within five seconds.
            (await fixture.Service.WithToken(Tokens.Issue("u-several", [Roles.StreetClerk], divisions))
                .GetAsync($"/api/v1/personal-notes/{id}")).Expect(HttpStatusCode.OK));
        Assert.Equal("case.read|110114009|kind=NOTE", await fixture.Service.QueryAsync<string>(
            "select concat_ws('|', action, street_code, detail) from platform.audit where actor = 'u-several' " +
            $"and subject_id = '{id}'"));
    }

    [Fact]
    public async Task a_read_that_its_handler_does_not_record_shows_nothing()
    {
        var id = (await Clerk.PostAsync("/api/v1/notes",
            new { text = "vergessen", divisionCode = "110114009", amount = "1.00" })).Expect(HttpStatusCode.Created).Id;
        var answer = await Clerk.GetAsync($"/api/v1/forgetful-notes/{id}");
        answer.ExpectProblem(HttpStatusCode.InternalServerError, "service.failed");
        Assert.DoesNotContain("vergessen", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task without_its_audit_row_nothing_is_shown_and_nothing_is_written()
    {
        await using var broken = await Sample.SampleService.StartAsync();
        var clerk = broken.As(Roles.StreetClerk, "110114009");
        var id = (await clerk.PostAsync("/api/v1/notes",
            new { text = "geheim", divisionCode = "110114009", amount = "1.00" })).Expect(HttpStatusCode.Created).Id;
        await broken.QueryAsync<int>("revoke insert on platform.audit from registry_app; select 1");

        Answer[] answers =
        [
            await clerk.GetAsync($"/api/v1/personal-notes/{id}"),
            await clerk.PostAsync("/api/v1/notes/search", new { text = "geheim" }),
            await clerk.PostAsync("/api/v1/silent-notes",
                new { text = "neu", divisionCode = "110114009", amount = "1.00" }),
        ];
        Assert.All(answers, answer =>
        {
            Assert.True((int)answer.Status >= 400, answer.Text);
            Assert.DoesNotContain("geheim", answer.Text, StringComparison.Ordinal);
        });
        Assert.Equal(0L, await broken.QueryAsync<long>("select count(*) from notes where text = 'neu'"));
    }

    [Fact]
    public async Task no_login_of_the_service_changes_a_row()
    {
        foreach (var login in (string[])["registry_app", "registry_worker", "registry_owner"])
        {
            await Assert.ThrowsAsync<Npgsql.PostgresException>(() => fixture.Service.QueryAsync<int>(
                $"set role {login}; update platform.audit set actor = 'nobody'; select 1"));
            await Assert.ThrowsAsync<Npgsql.PostgresException>(() => fixture.Service.QueryAsync<int>(
                $"set role {login}; delete from platform.audit; select 1"));
        }
    }
}
