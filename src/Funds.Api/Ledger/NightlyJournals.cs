using CivicPlatform.ServiceDefaults.Clocks;
using CivicPlatform.ServiceDefaults.Data;
using CivicPlatform.ServiceDefaults.Security;
using Npgsql;

namespace CivicPlatform.Funds.Ledger;

/// <summary>
/// Every night each book's journal becomes a file, <c>ACCOUNT/DAY.journal</c> below <c>Journals:Folder</c>: what was
/// recorded until the end of that day. A file that is there is never written again.
/// </summary>
/// <remarks>Off where no folder is set. Files are whole or absent; one replica writes at a time.</remarks>
public sealed partial class NightlyJournals(
    IConfiguration configuration, [FromKeyedServices(DatabaseLogin.Worker)] NpgsqlDataSource worker, TimeProvider clock,
    ILogger<NightlyJournals> logger)
    : LeasedLoop("funds-journals", TimeSpan.FromMinutes(1), worker, clock, logger)
{
    private const string BooksSql = "select id from bank_accounts order by id limit 50000";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly string? _folder = configuration["Journals:Folder"];
    private DateOnly _done;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        _folder is null ? Task.CompletedTask : base.ExecuteAsync(stoppingToken);

    protected override async Task RunOnceAsync(long fencingToken, CancellationToken ct)
    {
        var today = CivilTime.DayOf(Clock.GetUtcNow()); // The record date's day, which no civil clock moves.
        if (_done == today) return;
        var failed = false;
        foreach (var book in await BooksAsync(ct)) failed |= !await TryWriteAsync(book, today, ct);
        if (!failed) _done = today;
    }

    private async Task<List<Guid>> BooksAsync(CancellationToken ct)
    {
        await using var command = Worker.CreateCommand(BooksSql);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var books = new List<Guid>();
        while (await reader.ReadAsync(ct)) books.Add(reader.GetGuid(0));
        return books;
    }

    /// <summary>One book that fails must not hold up the others; the next round tries again.</summary>
    private async Task<bool> TryWriteAsync(Guid book, DateOnly today, CancellationToken ct)
    {
        try
        {
            await WriteAsync(book, today, ct);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or IOException or UnauthorizedAccessException)
        {
            LogFailed(book, e);
            return false;
        }
    }

    private async Task WriteAsync(Guid book, DateOnly today, CancellationToken ct)
    {
        var folder = Path.Combine(_folder!, $"{book}");
        PrivateFolder.Ensure(_folder!);
        PrivateFolder.Ensure(folder);
        var path = Path.Combine(folder, $"{today.AddDays(-1):yyyy-MM-dd}.journal");
        if (File.Exists(path)) return;
        var temporary = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        await using (var file = new FileStream(temporary, options))
        {
            await using var connection = await Worker.OpenConnectionAsync(ct);
            await using var batch = new NpgsqlBatch(connection)
            {
                BatchCommands = { JournalReader.Command(book, CivilTime.StartOf(today)) },
            };
            await using var rows = await batch.ExecuteReaderAsync(ct);
            await JournalReader.WriteAsync(book, rows, file, ct);
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
    }

    [LoggerMessage(LogLevel.Error, "The journal of book {Book} was not written")]
    private partial void LogFailed(Guid book, Exception e);
}
