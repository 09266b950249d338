using System.Net;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.Testing;
using Npgsql;

namespace CivicPlatform.Consultation.Tests.Ballots;

/// <summary>Papers that were counted, sealed and at rest; each test tampers with a copy.</summary>
public sealed class SealedBallots : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;
    public IReadOnlyList<string> Ids { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        await using var service = new ConsultationService();
        await service.InitializeAsync();
        Database = service.Host.Database;
        var office = service.NewOffice();
        var motion = await office.OpenAsync(await office.FreezeAsync(await office.RegisterAsync(Estates.Of(6))));
        var ids = new List<string>();
        foreach (var room in (string[])["101", "102", "103", "104"])
        {
            ids.Add((await office.CastAsync(motion, room, "FOR")).Expect(HttpStatusCode.Created)["id"]);
            if (room == "102") await SealCheck.AllSealedAsync("consultation", Database);
        }
        await SealCheck.AllSealedAsync("consultation", Database);
        Ids = ids;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class TamperedBallotTests(SealedBallots sealedBallots) : IClassFixture<SealedBallots>
{
    [Theory, Trait("rule", "PRIV-14")]
    [InlineData("update ballots set choice = (select choice from ballots where id = '{0}') where id = '{1}'",
        "changed")]
    [InlineData("update ballots set cast_at = cast_at - interval '1 day' where id = '{1}'", "changed")]
    [InlineData("delete from ballots where id = '{1}'", "deleted")]
    public async Task names_the_ballot(string sql, string what)
    {
        var copy = await Servers.CopyDatabaseAsync(sealedBallots.Database);
        Assert.Null(await SealCheck.FaultAsync("consultation", copy));
        var (other, bad) = (sealedBallots.Ids[0], sealedBallots.Ids[2]);
        await SealCheck.TamperAsync(copy, sql.Replace("{0}", other, StringComparison.Ordinal)
            .Replace("{1}", bad, StringComparison.Ordinal));
        var fault = await SealCheck.FaultAsync("consultation", copy);
        Assert.Equal(("public.ballots", $"id={bad}"), (fault?.Table, fault?.Key));
        Assert.Contains(what, fault!.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task names_a_ballot_that_was_slipped_in()
    {
        var copy = await Servers.CopyDatabaseAsync(sealedBallots.Database);
        await SealCheck.TamperAsync(copy, "insert into ballots select gen_random_uuid(), motion_id, street_code, " +
            "division_code, unit_id, choice, null, sha256('x'), channel, cast_at, received_at, recorded_by, " +
            $"import_id, tx from ballots where id = '{sealedBallots.Ids[1]}'");
        var fault = await SealCheck.FaultAsync("consultation", copy);
        Assert.Equal("public.ballots", fault?.Table);
        Assert.Contains("added", fault!.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("update ballots set tx = '7'")]
    [InlineData("delete from ballots")]
    [InlineData("truncate ballots")]
    public async Task no_login_of_the_service_changes_a_ballot(string sql)
    {
        var database = sealedBallots.Database;
        foreach (var login in (string[])[database.App, database.Worker, database.Owner])
        {
            await using var connection = new NpgsqlConnection(login);
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = new NpgsqlCommand(sql, connection);
            var refused = await Assert.ThrowsAsync<PostgresException>(() =>
                command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }
}
