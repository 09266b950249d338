using CivicPlatform.Kernel;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicPlatform.ServiceDefaults.Auth;

/// <summary>The street offices that have data in this service; expands a district's or city's scope.</summary>
public sealed class StreetDirectory(
    [FromKeyedServices(Data.DatabaseLogin.Worker)] NpgsqlDataSource worker, TimeProvider clock)
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(5);
    private volatile Snapshot _snapshot = new([], DateTimeOffset.MinValue);

    /// <summary>Known street codes, at most five seconds old.</summary>
    public async ValueTask<IReadOnlyList<string>> KnownAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (now - _snapshot.At < Age) return _snapshot.Streets;
        await using var command = worker.CreateCommand("select street_code from platform.streets limit 50000");
        await using var reader = await command.ExecuteReaderAsync(ct);
        var streets = new List<string>();
        while (await reader.ReadAsync(ct)) streets.Add(reader.GetString(0));
        _snapshot = new Snapshot(streets, now);
        return streets;
    }

    /// <summary>SQL that notes a street when its first row is written: one parameter, the 9-digit code.</summary>
    public const string NoteSql = "insert into platform.streets (street_code) values ($1) on conflict do nothing";

    /// <summary>Expands the token's divisions; only a scope wider than a street asks the database.</summary>
    public async ValueTask<DivisionScope> ExpandAsync(IReadOnlyList<DivisionCode> divisions, CancellationToken ct) =>
        DivisionScope.Of(divisions, divisions.All(d => d.HasStreet) ? [] : await KnownAsync(ct));

    private sealed record Snapshot(IReadOnlyList<string> Streets, DateTimeOffset At);
}
