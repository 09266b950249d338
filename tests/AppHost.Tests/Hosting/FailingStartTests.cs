using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CivicPlatform.AppHost.Tests.Servers;
using Npgsql;

namespace CivicPlatform.AppHost.Tests.Hosting;

/// <summary>A start that cannot succeed ends with one sentence on stderr and an exit code other than 0.</summary>
public sealed class FailingStartTests
{
    private const string NoTables = """
        CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no tables today'; END $$;
        CREATE EVENT TRIGGER refuse ON ddl_command_start EXECUTE FUNCTION refuse();
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task without_the_bundle_it_says_how_to_install_it()
    {
        var (exitCode, errors) = await AppHostProcess.FailAsync(
            new Dictionary<string, string> { ["ASPIRE_BUNDLE_PATH"] = "/nonexistent/aspire" }, Ct);

        Assert.NotEqual(0, exitCode);
        AssertOneSentence(errors, "Aspire bundle", "/nonexistent/aspire", "./civic setup");
    }

    [Theory]
    [InlineData("Api")]
    [InlineData("Dashboard")]
    public async Task a_taken_port_is_named_with_the_setting_that_changes_it(string name)
    {
        using var other = new TcpListener(IPAddress.Loopback, port: 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        var (exitCode, errors) = await AppHostProcess.FailAsync(
            new Dictionary<string, string> { [$"Ports__{name}"] = port }, Ct);

        Assert.NotEqual(0, exitCode);
        AssertOneSentence(errors, $"Port {port}", $"Ports:{name}");
    }

    [Fact]
    public async Task a_certificate_without_its_key_is_named()
    {
        var (exitCode, errors) = await AppHostProcess.FailAsync(
            new Dictionary<string, string> { ["GATEWAY_CERTIFICATE"] = RunScript.SourceOf("AppHost.csproj") }, Ct);

        Assert.NotEqual(0, exitCode);
        AssertOneSentence(errors, "GATEWAY_CERTIFICATE", "GATEWAY_CERTIFICATE_KEY", "come together");
    }

    [Fact]
    public async Task an_unreachable_server_of_the_configuration_is_named()
    {
        var (exitCode, errors) = await AppHostProcess.FailAsync(
            new Dictionary<string, string> { ["ConnectionStrings__rabbitmq"] = "amqp://civic:secret@127.0.0.1:1/" },
            Ct);

        Assert.NotEqual(0, exitCode);
        AssertOneSentence(errors, "RabbitMQ at 127.0.0.1:1", "ConnectionStrings:rabbitmq");
        Assert.DoesNotContain("secret", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_wrong_password_of_a_server_of_the_configuration_is_named()
    {
        await using var server = await StartPostgresAsync();
        var mistaken = With(server, settings => settings.Password = "mistaken");

        var (exitCode, errors) = await AppHostProcess.FailAsync(
            new Dictionary<string, string> { ["ConnectionStrings__postgres"] = mistaken }, Ct);

        Assert.NotEqual(0, exitCode);
        AssertOneSentence(errors, "PostgreSQL at 127.0.0.1", "postgres", "password");
        Assert.DoesNotContain("mistaken", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_broken_migration_is_named_with_its_last_line()
    {
        Assert.SkipWhen(Bundle.IsMissing, Bundle.Missing);
        await using var server = await StartPostgresAsync();
        await server.ScalarAsync("CREATE DATABASE cases", server.Superuser);
        await server.ScalarAsync(NoTables, With(server, settings => settings.Database = "cases"));

        var (exitCode, errors) = await AppHostProcess.FailAsync(
            new Dictionary<string, string> { ["ConnectionStrings__postgres"] = server.Superuser }, Ct);

        Assert.NotEqual(0, exitCode);
        AssertOneSentence(errors, "cases-migrate", "exit code 1", "no tables today");
    }

    private static async Task<PostgresServer> StartPostgresAsync()
    {
        var server = new PostgresServer();
        await server.InitializeAsync();
        return server;
    }

    private static string With(PostgresServer server, Action<NpgsqlConnectionStringBuilder> change)
    {
        var settings = new NpgsqlConnectionStringBuilder(server.Superuser);
        change(settings);
        return settings.ConnectionString;
    }

    private static void AssertOneSentence(string errors, params string[] parts)
    {
        Assert.Single(errors.Split('\n'));
        Assert.All(parts, part => Assert.Contains(part, errors, StringComparison.Ordinal));
    }
}
