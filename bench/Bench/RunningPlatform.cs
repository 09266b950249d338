using System.Net.Http.Headers;
using System.Text.Json;
using CivicPlatform.Cli;
using CivicPlatform.Cli.Keys;
using CivicPlatform.Cli.Tokens;
using Npgsql;

namespace CivicPlatform.Bench;

/// <summary>A platform that runs on this machine, from <c>run/endpoints.json</c> of its data folder.</summary>
public sealed class RunningPlatform
{
    private readonly DataFolder _folder;
    private readonly Document _document;

    private RunningPlatform(DataFolder folder, Document document) => (_folder, _document) = (folder, document);

    /// <summary>Every process of the platform.</summary>
    public IReadOnlyList<Resource> Resources => _document.Resources;

    public static RunningPlatform Read(DataFolder folder)
    {
        var path = Path.Combine(folder.Path, "run", "endpoints.json");
        if (!File.Exists(path)) throw new CivicException("no platform runs here; start it with ./civic up");
        var document = JsonSerializer.Deserialize<Document>(File.ReadAllText(path), JsonSerializerOptions.Web)!;
        return document.Healthy ? new RunningPlatform(folder, document)
            : throw new CivicException("the platform is not healthy yet; wait for it and try again");
    }

    /// <summary>The own port of one replica: the gateway and the proxy are not in the figures.</summary>
    public Uri Replica(string service) => new(
        _document.Resources.FirstOrDefault(r => r.Name == service && r.Url is not null)?.Url
        ?? throw new CivicException($"{service} does not run"));

    /// <summary>A token of the local issuer, good for the length of a bench.</summary>
    public string Token(string division, params string[] roles)
    {
        using var key = SigningKey.Load(_folder.SigningKey);
        return new TokenIssuer(key, TimeProvider.System)
            .Issue(new TokenRequest("bench", roles, [division], TimeSpan.FromHours(2)));
    }

    /// <summary>A client of one replica.</summary>
    public HttpClient Client(string service, string token)
    {
        var http = new HttpClient { BaseAddress = Replica(service), Timeout = TimeSpan.FromMinutes(5) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    /// <summary>The superuser, to look at a database from outside the services and to make floor databases.</summary>
    public string Superuser(string database) =>
        new NpgsqlConnectionStringBuilder(_document.Postgres) { Database = database }.ConnectionString;

    /// <summary>One value of a service's database.</summary>
    public async Task<T> QueryAsync<T>(string database, string sql, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(Superuser(database));
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        return (T)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>A command of the superuser in a service's database: makes and takes away the rows of a load.</summary>
    public async Task ExecuteAsync(string database, string sql, object[] values, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(Superuser(database));
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 900 };
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The broker's address with its credentials, for the floor of the messaging.</summary>
    public string Broker => _document.Rabbitmq;

    /// <summary>The process of the first replica.</summary>
    public int ProcessOf(string service) => _document.Resources.FirstOrDefault(r => r.Name == service)?.Pid
        ?? throw new CivicException($"{service} does not run");

    /// <summary>How long the start took, by AppHost's own watch.</summary>
    public double? SecondsToHealthy => _document.SecondsToHealthy;

    private sealed record Document(
        bool Healthy, double? SecondsToHealthy, string Postgres, string Rabbitmq, Resource[] Resources);

    /// <summary>One process.</summary>
    public sealed record Resource(string Name, string Instance, int? Pid, string? Url);
}
