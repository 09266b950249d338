using System.Diagnostics;
using System.Globalization;
using CivicPlatform.Cli.Databases;
using CivicPlatform.Cli.Keys;
using CivicPlatform.Cli.Verify;
using CivicPlatform.Kernel.Seals;
using Npgsql;

namespace CivicPlatform.Cli.Recovery;

/// <summary>A backup becomes a data folder that <c>./civic up --data-dir</c> can start from.</summary>
internal sealed class Restore(string backup, DataFolder target, TextWriter output)
{
    /// <summary>True when counts and chains are what the backup says.</summary>
    /// <exception cref="CivicException">The backup is damaged or the new folder is not empty.</exception>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        if (Directory.Exists(target.Path) && Directory.EnumerateFileSystemEntries(target.Path).Any())
            throw new CivicException($"{target.Path} is not empty");
        var record = BackupRecord.Read(backup);
        var watch = Stopwatch.StartNew();
        await CopyAsync(ct);
        var copied = watch.Elapsed;
        await using var cluster = await PostgresCluster.StartAsync(target, ct);
        var recovered = watch.Elapsed;
        var holds = await CompareAsync(cluster.Superuser, record, ct);
        // First what the file says; the heads that were sealed after its copy get their lines only when that holds.
        holds &= await VerifyVerb.RunAsync(cluster.Superuser, target, output, (TimeSpan.MaxValue, IsAtRest: true), ct);
        if (holds) await CompleteSealsAsync(cluster.Superuser, ct);

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"RPO: everything committed until {record.CompleteUntil:yyyy-MM-dd HH:mm:ss.fff}Z is here"));
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"RTO: {watch.Elapsed.TotalSeconds:0.0} s (copy {copied.TotalSeconds:0.0}, " +
            $"recovery {(recovered - copied).TotalSeconds:0.0}, " +
            $"comparison and verify {(watch.Elapsed - recovered).TotalSeconds:0.0})"));
        return holds;
    }

    private async Task CopyAsync(CancellationToken ct)
    {
        target.Ensure();
        var postgres = Path.Combine(target.Path, "postgres");
        var cluster = Path.Combine(postgres, "cluster");
        var basePath = Path.Combine(backup, "base");
        var major = (await File.ReadAllTextAsync(Path.Combine(basePath, "PG_VERSION"), ct)).Trim();
        // Against the checksums of the base backup's own manifest.
        await Tool.RunAsync(PostgresTools.OfMajor(int.Parse(major, CultureInfo.InvariantCulture))
            .PathOf("pg_verifybackup"), ["--no-parse-wal", basePath], ct);

        PrivateFile.EnsureFolder(postgres, PrivateFile.OwnerFolder);
        await Tool.RunAsync("cp", ["-R", basePath, cluster], ct);
        foreach (var segment in Directory.EnumerateFiles(Path.Combine(backup, "wal")).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(segment).Replace(".partial", "", StringComparison.Ordinal);
            File.Copy(segment, Path.Combine(cluster, "pg_wal", name), overwrite: true);
        }
        if (Environment.IsPrivilegedProcess) await Tool.RunAsync("chown", ["-R", "postgres:", postgres], ct);
        PrivateFile.EnsureFolder(target.Seal, PrivateFile.OwnerFolder);
        foreach (var (from, to) in (IEnumerable<(string, string)>)
            [(Path.Combine(backup, "keys"), target.Keys), (Path.Combine(backup, "seal"), target.Seal)])
        {
            foreach (var file in Directory.EnumerateFiles(from))
                PrivateFile.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
        EvidenceFolder.Copy(Path.Combine(backup, "evidence"), target.Evidence);
        PrivateFile.Copy(Path.Combine(backup, "secrets.json"), Path.Combine(target.Path, "secrets.json"));
    }

    private async Task<bool> CompareAsync(string superuser, BackupRecord record, CancellationToken ct)
    {
        var holds = true;
        foreach (var (service, then) in record.Services)
        {
            var now = await ServiceCounts.OfAsync(superuser, service, then.Snapshot, ct);
            var all = await ServiceCounts.OfAsync(superuser, service, null, ct);
            var equal = now.Equal(then);
            holds &= equal;
            await output.WriteLineAsync(equal
                ? $"{service}: as counted at the backup: {then}; restored in all: {all}"
                : $"BAD {service}: the backup counted {then}; restored of these: {now}");
        }
        return holds;
    }

    /// <summary>Their lines were lost with the source; whoever has the seal key may write them.</summary>
    private async Task CompleteSealsAsync(string superuser, CancellationToken ct)
    {
        var key = VerifyVerb.ReadKey(target);
        foreach (var service in ServiceDatabase.All)
        {
            var path = Path.Combine(target.Seal, $"{service.Name}.log");
            var last = new Dictionary<string, long>();
            foreach (var table in SealedTable.Of(service.Name))
                await foreach (var line in new SealLines(path, key).ReadAsync(service.Name, table.Chain, ct))
                    if (line is not null) last[line.Chain] = line.Block;
            var missing = new List<string>();
            await foreach (var line in MissingAsync(superuser, service.Name, last, ct)) missing.Add(line.Write(key));
            if (missing.Count > 0) PrivateFile.Append(path, missing);
        }
    }

    private static async IAsyncEnumerable<SealLine> MissingAsync(
        string superuser, string service, Dictionary<string, long> last,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var settings = new NpgsqlConnectionStringBuilder(superuser) { Database = service, Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(
            "select b.sealed_at, b.chain, b.number, b.total, encode(b.head, 'hex') from platform.seal_blocks b " +
            "left join unnest($1::text[], $2::bigint[]) as u(chain, number) on u.chain = b.chain " +
            "where b.number > coalesce(u.number, 0) order by b.chain, b.number", connection);
        command.Parameters.Add(new() { Value = last.Keys.ToArray() });
        command.Parameters.Add(new() { Value = last.Values.ToArray() });
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct))
            yield return new SealLine(r.GetFieldValue<DateTimeOffset>(0), service, r.GetString(1), r.GetInt64(2),
                r.GetInt64(3), r.GetString(4));
    }
}
