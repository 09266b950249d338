using CivicPlatform.ServiceDefaults.Data;
using Npgsql;

namespace CivicPlatform.Funds.Statements;

/// <summary>One import as callers see it; counts of lines, and what they hold.</summary>
/// <param name="Status">POSTING or DONE.</param>
/// <param name="Lines">Rows of the file.</param>
/// <param name="New">Serials that the account had not seen.</param>
/// <param name="Duplicates">Rows whose serial was known with the same content.</param>
/// <param name="Posted">New lines that are booked by now.</param>
/// <param name="Matched">Of these: placed on a bill, payments and refunds.</param>
/// <param name="Suspense">Of these: wait for a person.</param>
/// <param name="Credits">Of these: left a credit, wholly or in part.</param>
public sealed record ImportView(
    Guid ImportId, Guid AccountId, [CodesOf(typeof(ImportStatuses))] string Status, int Lines, int New, int Duplicates,
    int Posted, int Matched, int Suspense, int Credits, ImportAmounts Amounts);

/// <summary>How far an import is.</summary>
public static class ImportStatuses
{
    public const string Posting = "POSTING";
    public const string Done = "DONE";

    public static readonly IReadOnlyList<string> All = [Posting, Done];
}

/// <summary>Yuan by where they went, net of refunds.</summary>
public sealed record ImportAmounts(Money Matched, Money Suspense, Money Credits);

/// <summary>Reads imports through the worker login; the callers have checked whose account it is.</summary>
public sealed class StatementImports(
    [FromKeyedServices(DatabaseLogin.Worker)] NpgsqlDataSource worker, TimeProvider clock)
{
    private static readonly TimeSpan s_firstLook = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(250);

    private const string ViewSql =
        "select i.id, i.account_id, i.status, i.lines, i.new_lines, i.duplicates, " +
        "count(l.outcome)::int, (count(*) filter (where l.outcome in ('MATCHED', 'OVERPAID', 'REFUNDED')))::int, " +
        "(count(*) filter (where l.outcome = 'SUSPENSE'))::int, (count(*) filter (where l.to_credit > 0))::int, " +
        "coalesce(sum(l.to_bill), 0), coalesce(sum(l.to_suspense), 0), coalesce(sum(l.to_credit), 0) " +
        "from statement_imports i left join bank_lines l on l.import_id = i.id where i.id = $1 group by i.id";

    private static readonly Error s_otherBody =
        Error.Refused("request.idempotency_key_reused", "同一 Idempotency-Key 已用于内容不同的请求");

    /// <summary>Waits until the import is posted, or gives its progress when the time is up.</summary>
    public async Task<ImportView> WaitAsync(Guid importId, TimeSpan patience, CancellationToken ct)
    {
        var deadline = clock.GetUtcNow() + patience;
        for (var pause = s_firstLook; ; pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause)
        {
            var view = await ReadAsync(importId, ct);
            if (view.Status == ImportStatuses.Done || clock.GetUtcNow() >= deadline) return view;
            await Task.Delay(pause, clock, ct);
        }
    }

    public async Task<ImportView> ReadAsync(Guid importId, CancellationToken ct)
    {
        await using var command = worker.CreateCommand(ViewSql);
        command.Parameters.Add(new() { Value = importId });
        await using var r = await command.ExecuteReaderAsync(ct);
        await r.ReadAsync(ct);
        return new ImportView(r.GetGuid(0), r.GetGuid(1), r.GetString(2), r.GetInt32(3), r.GetInt32(4), r.GetInt32(5),
            r.GetInt32(6), r.GetInt32(7), r.GetInt32(8), r.GetInt32(9),
            new ImportAmounts(r.Money(10), r.Money(11), r.Money(12)));
    }

    /// <summary>The import of the same request, when there is one; 422 when its body was another.</summary>
    public async Task<Result<Guid?>> FindByRequestAsync(StageRequest request, CancellationToken ct)
    {
        await using var command = worker.CreateCommand(
            "select id, body_hash from statement_imports where request_hash = $1");
        command.Parameters.Add(new() { Value = request.RequestHash });
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct)) return (Guid?)null;
        if (!reader.GetFieldValue<byte[]>(1).AsSpan().SequenceEqual(request.BodyHash)) return s_otherBody;
        return reader.GetGuid(0);
    }

    /// <summary>Keeps the first answer, byte for byte, and gives it to every twin.</summary>
    public async Task<string> KeepAnswerAsync(Guid importId, string answer, CancellationToken ct)
    {
        await using var command = worker.CreateCommand(
            "update statement_imports set answer = coalesce(answer, $2) where id = $1 returning answer");
        command.Parameters.Add(new() { Value = importId });
        command.Parameters.Add(new() { Value = answer });
        return (string)(await command.ExecuteScalarAsync(ct))!;
    }
}
