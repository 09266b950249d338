using System.Net.Http.Headers;
using CivicPlatform.Cli.Keys;
using CivicPlatform.Cli.Tokens;
using CivicPlatform.Contracts;
using CivicPlatform.ServiceDefaults.Data;
using MassTransit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicPlatform.Testing;

/// <summary>One service as it really is, on Kestrel, with a database and a broker of its own.</summary>
public sealed class ServiceHost<TProgram> : WebApplicationFactory<TProgram>
    where TProgram : class
{
    private readonly string _service;
    private readonly string _broker;
    private readonly (string Key, string Value)[] _settings;

    private ServiceHost(string service, TestDatabase database, string broker, (string, string)[] settings)
    {
        (_service, Database, _broker, _settings) = (service, database, broker, settings);
        UseKestrel(0);
    }

    public TestDatabase Database { get; }

    /// <summary>
    /// Creates the database, applies the migrations and starts; further settings as configuration keys.
    /// </summary>
    public static async Task<ServiceHost<TProgram>> StartAsync(
        string service, params (string Key, string Value)[] settings)
    {
        var database = await Servers.CreateDatabaseAsync(service);
        await MigrationRunner.RunAsync(database.Owner, typeof(TProgram).Assembly, CancellationToken.None);
        var host = new ServiceHost<TProgram>(service, database, await Servers.CreateVirtualHostAsync(), settings);
        host.StartServer();
        // A queue that is not bound yet would lose the first event that a test publishes.
        if (host.Services.GetService<IBusControl>() is { } bus)
            await bus.WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromSeconds(60));
        return host;
    }

    /// <summary>A second replica over the same database and broker.</summary>
    public ServiceHost<TProgram> StartReplica()
    {
        var replica = new ServiceHost<TProgram>(_service, Database, _broker, _settings);
        replica.StartServer();
        return replica;
    }

    /// <summary>A client that speaks for that role and division.</summary>
    public ApiClient As(string role, string division, string subject = "u-1") =>
        new(Authorized(Tokens.Issue(subject, [role], [division])));

    /// <summary>A client with any token text, also a forged one.</summary>
    public ApiClient WithToken(string token) => new(Authorized(token));

    /// <summary>A client without a token.</summary>
    public ApiClient Anonymous() => new(CreateClient());

    /// <summary>Sends an event to this service's queues as another service would.</summary>
    public Task PublishAsync(IIntegrationEvent message) => Services.GetRequiredService<IBus>()
        .Publish(message, message.GetType(), context => context.MessageId = message.EventId,
            TestContext.Current.CancellationToken);

    /// <summary>What a caller did, a line a row: permission or act, street, subject, detail.</summary>
    public async Task<string[]> AuditOfAsync(string subject) => await QueryAsync<string[]>(
        "select coalesce(array_agg(concat_ws('|', action, street_code, subject_id, detail) order by seq), '{}') " +
        $"from platform.audit where actor = '{subject}'");

    /// <summary>One value from the database, seen as the superuser.</summary>
    public async Task<T> QueryAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(Database.Superuser);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting($"ConnectionStrings:{_service}-db", Database.App);
        builder.UseSetting($"ConnectionStrings:{_service}-db-worker", Database.Worker);
        builder.UseSetting("ConnectionStrings:rabbitmq", _broker);
        builder.UseSetting("Auth:LocalJwksPath", Servers.Keys.Jwks);
        builder.UseSetting("Encryption:KeyPath", Servers.Keys.DataKey);
        builder.UseSetting("Seal:KeyPath", Servers.Keys.SealKey);
        builder.UseSetting("Votes:KeyPath", Servers.Keys.VoteKey);
        builder.UseSetting("Seal:Directory", Database.SealFolder);
        builder.UseSetting("Evidence:Directory", Database.SealFolder + "-evidence");
        foreach (var (key, value) in _settings) builder.UseSetting(key, value);
    }

    private HttpClient Authorized(string token)
    {
        var client = CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}

/// <summary>Tokens of this run's local issuer.</summary>
public static class Tokens
{
    private static readonly Lazy<TokenIssuer> Issuer =
        new(() => new TokenIssuer(SigningKey.Load(Servers.Keys.SigningKey), TimeProvider.System));

    public static string Issue(string subject, IReadOnlyList<string> roles, IReadOnlyList<string> divisions) =>
        Issuer.Value.Issue(new TokenRequest(subject, roles, divisions, TimeSpan.FromMinutes(30)));
}
