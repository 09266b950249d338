using System.Net;
using CivicPlatform.ServiceDefaults.Auth;
using Npgsql;

namespace CivicPlatform.Cases.Tests.Intake;

/// <summary>Cases that arrive together share a commit; each of them stays its caller's own.</summary>
public sealed class SharedCommitTests(CasesHost host)
{
    private const int Together = 60;

    [Fact]
    public async Task cases_that_arrive_together_share_commits_and_keep_their_own_callers()
    {
        const string street = "110113002";
        var answers = await Task.WhenAll(Enumerable.Range(0, Together).Select(i =>
            host.First.As(Roles.StreetClerk, street, $"clerk-{i}")
                .PostAsync("/api/v1/cases", CasesHost.CaseBody(street))));

        Assert.All(answers, answer => answer.Expect(HttpStatusCode.Created));
        Assert.True(await host.First.QueryAsync<long>(
            $"select count(distinct xmin::text) from cases where street_code = '{street}'") < Together);
        Assert.Equal(Together, await host.First.QueryAsync<long>(
            "select count(distinct (a.actor, a.request_id)) from platform.audit a " +
            "join cases c on c.id = a.subject_id and c.registered_by = a.actor " +
            $"where c.street_code = '{street}' and a.purpose = 'case.register' and a.action = 'intake.register' " +
            "and a.origin <> ''"));
    }

    [Fact]
    public async Task a_case_that_cannot_be_stored_costs_its_neighbours_nothing()
    {
        const string street = "110113003";
        await ExecuteAsync("alter table cases add constraint no_poison check (matter <> 'POISON') not valid");
        try
        {
            var clerk = host.First.As(Roles.StreetClerk, street, "clerk-3");
            var answers = await Task.WhenAll(Enumerable.Range(0, Together).Select(i =>
            {
                var body = CasesHost.CaseBody(street);
                if (i == Together / 2) body["matter"] = "POISON";
                return clerk.PostAsync("/api/v1/cases", body);
            }));

            Assert.Equal(Together - 1, answers.Count(a => a.Status == HttpStatusCode.Created));
            Assert.Equal(HttpStatusCode.InternalServerError, Assert.Single(answers, a => (int)a.Status >= 400).Status);
            Assert.Equal(Together - 1, await host.First.QueryAsync<long>(
                $"select count(*) from cases where street_code = '{street}' and matter <> 'POISON'"));
        }
        finally
        {
            await ExecuteAsync("alter table cases drop constraint no_poison");
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var superuser = NpgsqlDataSource.Create(host.First.Database.Superuser);
        await using var command = superuser.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
