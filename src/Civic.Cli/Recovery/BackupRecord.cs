using System.Text.Json;
using CivicPlatform.Cli.Databases;
using CivicPlatform.Cli.Keys;
using CivicPlatform.Kernel.Seals;

namespace CivicPlatform.Cli.Recovery;

/// <summary>What a backup says about itself (<c>backup.json</c>), for the restore to compare with.</summary>
/// <param name="TakenAt">The source's clock when the counts were taken.</param>
/// <param name="CompleteUntil">Everything committed until then is in the backup; grows while it is followed.</param>
/// <param name="Services">What each database held.</param>
public sealed record BackupRecord(
    DateTimeOffset TakenAt, DateTimeOffset CompleteUntil, IReadOnlyDictionary<string, ServiceCounts> Services)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The record's file in a backup.</summary>
    public static string PathIn(string backup) => Path.Combine(backup, "backup.json");

    /// <exception cref="CivicException">The folder holds no backup that was completed.</exception>
    public static BackupRecord Read(string backup) => File.Exists(PathIn(backup))
        ? JsonSerializer.Deserialize<BackupRecord>(File.ReadAllText(PathIn(backup)), s_json)!
        : throw new CivicException($"{backup} holds no complete backup: backup.json is missing");

    public void Write(string backup) => PrivateFile.Replace(PathIn(backup), JsonSerializer.Serialize(this, s_json));

    /// <summary>Counts all databases; each count is of one instant, which its snapshot remembers.</summary>
    public static async Task<IReadOnlyDictionary<string, ServiceCounts>> CountAsync(
        string superuser, CancellationToken ct)
    {
        var counts = new Dictionary<string, ServiceCounts>();
        foreach (var service in ServiceDatabase.All)
            counts[service.Name] = await ServiceCounts.OfAsync(superuser, service.Name, null, ct);
        return counts;
    }
}

/// <summary>Rows of a service that a snapshot sees, and the sum of its ledger's transfers.</summary>
/// <param name="Snapshot">The snapshot; the same transactions are counted again after a restore.</param>
/// <param name="Rows">Rows by chain.</param>
/// <param name="Transferred">Σ transfers in yuan; null where there is no ledger.</param>
public sealed record ServiceCounts(string Snapshot, IReadOnlyDictionary<string, long> Rows, string? Transferred)
{
    /// <summary>Counts what the given snapshot sees; what is committed now when it is null.</summary>
    public static async Task<ServiceCounts> OfAsync(
        string superuser, string service, string? snapshot, CancellationToken ct)
    {
        var tables = SealedTable.Of(service);
        var seen = snapshot is null ? "true" : "pg_visible_in_snapshot(t.tx, $1::text::pg_snapshot)";
        var parts = tables.Select(t => $"(select count(*)::text from {t.Table} t where {seen})").ToList();
        parts.Insert(0, "pg_current_snapshot()::text");
        if (service == "funds")
            parts.Add($"(select coalesce(sum(amount), 0)::text from ledger_transfers t where {seen})");
        var row = await Sql.RowAsync(
            superuser, service, $"select {string.Join(", ", parts)}", ct, snapshot is null ? [] : [snapshot]);
        var rows = tables.Select((t, i) => (t.Chain, Count: long.Parse(row[i + 1]!, null)))
            .ToDictionary(r => r.Chain, r => r.Count);
        return new ServiceCounts(snapshot ?? row[0]!, rows, service == "funds" ? row[^1] : null);
    }

    /// <summary>True when the other counted the same.</summary>
    public bool Equal(ServiceCounts other) => Transferred == other.Transferred
        && Rows.Count == other.Rows.Count && Rows.All(r => other.Rows.GetValueOrDefault(r.Key, -1) == r.Value);

    /// <summary>For people: <c>audit 12, transfers 6, Σ 1613.70</c>.</summary>
    public override string ToString() => string.Join(", ", Rows.Select(r => $"{r.Key} {r.Value}"))
        + (Transferred is null ? "" : $", Σ {Transferred}");
}
