using CivicPlatform.AppHost.Tests.Servers;
using CivicPlatform.Cli.Databases;
using Npgsql;

namespace CivicPlatform.AppHost.Tests.Cli;

public sealed class DatabaseSetupTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    [Fact]
    public async Task creates_databases_once_and_resets_passwords()
    {
        await RunAsync("first");
        Assert.Empty(await RunAsync("second"));

        Assert.Equal(
            "funds_app",
            await server.ScalarAsync("SELECT current_user", Login("funds", "funds_app", "second")));
        var refusal = await Assert.ThrowsAsync<PostgresException>(
            () => server.ScalarAsync("SELECT 1", Login("funds", "funds_app", "first")));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refusal.SqlState);
    }

    [Fact]
    public async Task keeps_a_service_out_of_the_databases_of_the_others()
    {
        await RunAsync("second");
        foreach (var own in ServiceDatabase.All)
        {
            foreach (var other in ServiceDatabase.All.Where(o => o != own))
            {
                var refusal = await Assert.ThrowsAsync<PostgresException>(
                    () => server.ScalarAsync("SELECT 1", Login(other.Name, own.Worker.Name, "second")));
                Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
            }
        }
    }

    [Fact]
    public async Task lets_only_workers_pass_row_security_and_nobody_be_superuser()
    {
        await RunAsync("second");
        var workers = string.Join(',', ServiceDatabase.All.Select(s => s.Worker.Name).Order());
        Assert.Equal(workers, await server.ScalarAsync(
            "SELECT string_agg(rolname, ',' ORDER BY rolname) FROM pg_roles WHERE rolbypassrls AND NOT rolsuper",
            server.Superuser));
        Assert.Equal("postgres", await server.ScalarAsync(
            "SELECT string_agg(rolname, ',') FROM pg_roles WHERE rolsuper", server.Superuser));
    }

    private async Task<IReadOnlyList<string>> RunAsync(string password)
    {
        var passwords = ServiceDatabase.All.SelectMany(s => s.Logins).ToDictionary(l => l.Name, _ => password);
        await using var connection = new NpgsqlConnection(server.Superuser);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return await new DatabaseSetup(connection, passwords).RunAsync(TestContext.Current.CancellationToken);
    }

    private string Login(string database, string user, string password) =>
        new NpgsqlConnectionStringBuilder(server.Superuser)
        {
            Database = database,
            Username = user,
            Password = password,
        }.ConnectionString;
}
