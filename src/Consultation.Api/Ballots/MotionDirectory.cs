using System.Collections.Concurrent;
using Npgsql;

namespace CivicPlatform.Consultation.Ballots;

/// <summary>Which office a motion belongs to; that never changes, so the hot path asks the database once.</summary>
public sealed class MotionDirectory([FromKeyedServices(DatabaseLogin.Worker)] NpgsqlDataSource worker)
{
    private const int Most = 50_000;
    private readonly ConcurrentDictionary<Guid, Place> _places = new();

    /// <summary>The motion's street, or null when there is none in the caller's divisions.</summary>
    public async ValueTask<string?> FindStreetAsync(Guid id, CurrentUser user, CancellationToken ct)
    {
        if (_places.TryGetValue(id, out var known) && user.Scope.Covers(known.DivisionCode)) return known.StreetCode;
        // Another office's motion takes as long as one that does not exist: both ask.
        if (await ReadAsync(id, ct) is not { } place) return null;
        if (_places.Count < Most) _places.TryAdd(id, place);
        return user.Scope.Covers(place.DivisionCode) ? place.StreetCode : null;
    }

    private async Task<Place?> ReadAsync(Guid id, CancellationToken ct)
    {
        await using var command = worker.CreateCommand("select street_code, division_code from motions where id = $1");
        command.Parameters.Add(new() { Value = id });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? new Place(reader.GetString(0), reader.GetString(1)) : null;
    }

    private sealed record Place(string StreetCode, string DivisionCode);
}
