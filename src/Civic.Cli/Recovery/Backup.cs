using System.Diagnostics;
using System.Globalization;
using CivicPlatform.Cli.Keys;
using Npgsql;

namespace CivicPlatform.Cli.Recovery;

/// <summary>
/// A base backup of all databases, the write-ahead log from before its start to its end, keys, secrets and seals;
/// taken while the platform works.
/// </summary>
internal sealed class Backup(string superuser, DataFolder source, string target)
{
    private const string ReceiverName = "civic-backup";

    // A record of our own behind everything committed until then: it arrives, though nobody else writes.
    private const string HereSql = "select extract(epoch from clock_timestamp())::text, " +
        "pg_logical_emit_message(false, 'civic-backup', '')::text";

    private const string MajorSql = "select (current_setting('server_version_num')::int / 10000)::text";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_followEvery = TimeSpan.FromSeconds(1);
    private readonly string _application = $"{ReceiverName}-{Guid.NewGuid():N}";

    private string Wal => Path.Combine(target, "wal");

    /// <summary>Takes the backup and, when asked to, goes on receiving until cancelled.</summary>
    /// <exception cref="CivicException">A tool failed, or the source went away while it was followed.</exception>
    public async Task<BackupRecord> RunAsync(bool follow, TextWriter output, CancellationToken ct)
    {
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
            throw new CivicException($"{target} is not empty");
        PrivateFile.EnsureFolder(target, PrivateFile.OwnerFolder);
        PrivateFile.EnsureFolder(Wal, PrivateFile.OwnerFolder);
        var major = (await Sql.RowAsync(superuser, null, MajorSql, ct))[0]!;
        var tools = PostgresTools.OfMajor(int.Parse(major, CultureInfo.InvariantCulture));

        // The log first: its first segment begins before the base backup does.
        await using var receiver = Tool.Start(tools.PathOf("pg_receivewal"),
            ["--directory", Wal, "--synchronous", "--status-interval=1", "--no-loop", "--no-password"],
            PostgresTools.Environ(superuser, _application));
        await ReceivedAsync(receiver, null, ct);
        await Tool.RunAsync(tools.PathOf("pg_basebackup"),
            ["--pgdata", Path.Combine(target, "base"), "--wal-method=none", "--checkpoint=fast", "--no-password"],
            ct, PostgresTools.Environ(superuser, _application + "-base"));
        CopyKeys();
        var record = await FinishAsync(receiver, ct);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"backup complete: {target}, {Megabytes(target)} MB, everything committed until " +
            $"{record.CompleteUntil:yyyy-MM-dd HH:mm:ss.fff}Z"));
        foreach (var (service, counts) in record.Services) await output.WriteLineAsync($"  {service}: {counts}");
        if (follow) await FollowAsync(receiver, record, output, ct);
        return record;
    }

    /// <summary>Counts, then seals, then the log up to here: the log holds whatever the other two tell of.</summary>
    private async Task<BackupRecord> FinishAsync(Tool receiver, CancellationToken ct)
    {
        var counts = await BackupRecord.CountAsync(superuser, ct);
        var takenAt = await AdvanceAsync(receiver, ct);
        // A whole segment: a restore needs no half one unless the source died while it was followed.
        var end = await Sql.RowAsync(superuser, null, "select pg_switch_wal()::text", ct);
        await ReceivedAsync(receiver, end[0], ct);
        var record = new BackupRecord(takenAt, takenAt, counts);
        record.Write(target);
        return record;
    }

    private async Task FollowAsync(Tool receiver, BackupRecord record, TextWriter output, CancellationToken ct)
    {
        await output.WriteLineAsync("following the source; Ctrl+C ends it");
        try
        {
            while (true)
            {
                await Task.Delay(s_followEvery, ct);
                record = record with { CompleteUntil = await AdvanceAsync(receiver, ct) };
                record.Write(target);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await output.WriteLineAsync("ended on request");
        }
        catch (NpgsqlException gone)
        {
            throw new CivicException(string.Create(CultureInfo.InvariantCulture,
                $"the source went away ({gone.Message}); what it committed until " +
                $"{record.CompleteUntil:yyyy-MM-dd HH:mm:ss.fff}Z is in the backup"), gone);
        }
    }

    /// <summary>Takes over new seals once the log behind them has arrived; returns until when all is here.</summary>
    private async Task<DateTimeOffset> AdvanceAsync(Tool receiver, CancellationToken ct)
    {
        var staged = Path.Combine(target, "seal.new");
        if (Directory.Exists(staged)) Directory.Delete(staged, recursive: true);
        PrivateFile.EnsureFolder(staged, PrivateFile.OwnerFolder);
        PrivateFile.EnsureFolder(Path.Combine(target, "seal"), PrivateFile.OwnerFolder);
        CopyFiles(source.Seal, staged, "*.log");
        var here = await Sql.RowAsync(superuser, null, HereSql, ct);
        await ReceivedAsync(receiver, here[1], ct);
        foreach (var file in Directory.EnumerateFiles(staged))
            File.Move(file, Path.Combine(target, "seal", Path.GetFileName(file)), overwrite: true);
        Directory.Delete(staged);
        EvidenceFolder.Copy(source.Evidence, Path.Combine(target, "evidence")); // Written before their rows.
        return DateTimeOffset.UnixEpoch.AddTicks(
            (long)(decimal.Parse(here[0]!, CultureInfo.InvariantCulture) * TimeSpan.TicksPerSecond));
    }

    /// <summary>Waits until the receiver has the log up to there on disk; until it streams, when null.</summary>
    private async Task ReceivedAsync(Tool receiver, string? position, CancellationToken ct)
    {
        var sql = "select 'yes' from pg_stat_replication where application_name = $1 and state = 'streaming' and " +
            "($2 = '' or flush_lsn >= nullif($2, '')::pg_lsn)";
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < s_patience; await Task.Delay(s_pause, ct))
        {
            if (receiver.HasEnded) throw receiver.Failure();
            if (await Sql.RowAsync(superuser, null, sql, ct, _application, position ?? "") is ["yes"]) return;
        }
        throw new CivicException($"the write-ahead log did not arrive within {s_patience.TotalSeconds:0} s");
    }

    private void CopyKeys()
    {
        PrivateFile.EnsureFolder(Path.Combine(target, "keys"), PrivateFile.OwnerFolder);
        CopyFiles(source.Keys, Path.Combine(target, "keys"), "*");
        CopyFiles(source.Path, target, "secrets.json");
    }

    private static void CopyFiles(string from, string to, string pattern)
    {
        if (!Directory.Exists(from)) return;
        foreach (var file in Directory.EnumerateFiles(from, pattern))
            PrivateFile.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    private static long Megabytes(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length) >> 20;
}
