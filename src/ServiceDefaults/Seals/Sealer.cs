using CivicPlatform.Kernel;
using CivicPlatform.Kernel.Seals;
using CivicPlatform.ServiceDefaults.Clocks;
using CivicPlatform.ServiceDefaults.Data;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CivicPlatform.ServiceDefaults.Seals;

/// <summary>Where heads are kept outside the database, and the key that signs them.</summary>
/// <param name="Service">Whose chains.</param>
/// <param name="Directory">Folder of <c>SERVICE.log</c>.</param>
/// <param name="Key">The seal key.</param>
internal sealed record SealSettings(string Service, string Directory, SealKey Key)
{
    public static SealSettings From(IConfiguration configuration, string service) => new(
        service, Required(configuration, "Seal:Directory"), SealKey.FromFile(Required(configuration, "Seal:KeyPath")));

    private static string Required(IConfiguration configuration, string name) => configuration[name]
        ?? throw new InvalidOperationException($"{name.Replace(":", "__", StringComparison.Ordinal)} is not set.");
}

/// <summary>
/// Chains committed rows into blocks more than once a second and puts each head outside the database (封存). It stops
/// for a minute at a time, and says so, when file and database contradict each other.
/// </summary>
/// <remarks>The block is committed before its line is written: the file never knows more than the database.</remarks>
internal sealed partial class Sealer(
    SealSettings settings, [FromKeyedServices(DatabaseLogin.Worker)] NpgsqlDataSource worker, TimeProvider clock,
    ILogger<Sealer> logger)
    : LeasedLoop(Lease, TimeSpan.FromMilliseconds(700), worker, clock, logger)
{
    private const string Lease = "sealer";
    private const int RowsABlock = 5000, BlocksARound = 100;
    private static readonly TimeSpan s_pause = TimeSpan.FromMinutes(1);
    private readonly SealFile _file = new(settings.Directory, settings.Service, settings.Key);
    private readonly Dictionary<string, string[]> _columns = [];
    private long? _checked;
    private bool _owesLines = true;
    private long _pausedAt;
    private bool _paused;

    // The token in the sealing transaction fences, so the lease itself need not be asked for at every round.
    protected override TimeSpan AskEvery => TimeSpan.FromSeconds(4);

    protected override async Task RunOnceAsync(long fencingToken, CancellationToken ct)
    {
        if (_paused && Clock.GetElapsedTime(_pausedAt) < s_pause) return;
        try
        {
            // A new holder looks first whether database and file agree about where the chains end.
            if (_checked != fencingToken) await WriteLinesAsync(ct);
            _checked = fencingToken;
            foreach (var table in SealedTable.Of(settings.Service)) await SealAsync(table, fencingToken, ct);
            if (_owesLines) await WriteLinesAsync(ct);
            _paused = false;
        }
        catch (SealBrokenException e)
        {
            (_paused, _pausedAt) = (true, Clock.GetTimestamp());
            LogBroken(settings.Service, e.Message);
        }
    }

    private async Task SealAsync(SealedTable table, long token, CancellationToken ct)
    {
        for (var round = 0; round < BlocksARound; round++)
            if (!await SealBlockAsync(table, token, ct)) return;
    }

    /// <summary>True when there may be more.</summary>
    private async Task<bool> SealBlockAsync(SealedTable table, long token, CancellationToken ct)
    {
        await using var connection = await Worker.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var store = new SealStore(connection);
        if (!_columns.TryGetValue(table.Chain, out var columns))
            _columns[table.Chain] = columns = await store.ColumnsAsync(table, ct);

        var last = await store.LastAsync(table.Chain, ct);
        if (await store.UnsealedAsync(table, columns, last.Snapshot, RowsABlock, ct) is not { } found) return false;
        if (!await store.HoldsLeaseAsync(Lease, token, ct)) return false;
        var block = new SealBlock(
            last.Number + 1, Now(), found.ToSealed(columns), last.Total + found.Rows.Count, last.Head);
        await store.InsertAsync(table.Chain, block, ct);
        _owesLines = true;
        await transaction.CommitAsync(ct);
        return found.Rows.Count >= RowsABlock / 2;
    }

    /// <summary>Appends the heads that the file lacks; before that, its last ones must be the database's.</summary>
    private async Task WriteLinesAsync(CancellationToken ct)
    {
        await using var connection = await Worker.OpenConnectionAsync(ct);
        var store = new SealStore(connection);
        var isNew = !_file.Exists;
        foreach (var table in isNew ? SealedTable.Of(settings.Service) : [])
        {
            // An empty file put there by hand says that the loss is known; only then it begins anew.
            if ((await store.LastAsync(table.Chain, ct)).Number > 0)
                throw new SealBrokenException($"The seal file in {settings.Directory} is missing.");
        }
        await _file.LockedAsync(async append =>
        {
            foreach (var table in SealedTable.Of(settings.Service)) await WriteAsync(table.Chain, store, append, ct);
        }, ct);
        _owesLines = false;
    }

    private async Task WriteAsync(string chain, SealStore store, Func<SealLine, Task> append, CancellationToken ct)
    {
        if (_file.Last(chain) is { } last && await store.HeadAsync(chain, last.Block, ct) != last.Head)
            throw new SealBrokenException($"Block {last.Block} of {chain} is not the one that the file knows.");
        List<SealLine> lines;
        do
        {
            lines = await store.LinesAfterAsync(settings.Service, chain, _file.Last(chain)?.Block ?? 0, ct);
            foreach (var line in lines) await append(line);
        }
        while (lines.Count > 0);
    }

    /// <summary>To the microsecond, as the database keeps it.</summary>
    private DateTimeOffset Now() => Clock.GetUtcNow().InMicroseconds();

    [LoggerMessage(LogLevel.Critical, "Sealing of {Service} stopped: {Reason} See ./civic verify")]
    private partial void LogBroken(string service, string reason);
}
