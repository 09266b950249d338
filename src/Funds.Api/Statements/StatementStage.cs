using System.Diagnostics;
using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.Reconciliations;
using CivicPlatform.Funds.Statements.Camt;
using CivicPlatform.ServiceDefaults.Imports;
using CivicPlatform.ServiceDefaults.Security;
using Npgsql;

namespace CivicPlatform.Funds.Statements;

/// <summary>Who imports what: the request that a twin would repeat.</summary>
/// <param name="RequestHash">Caller, route and Idempotency-Key.</param>
public sealed record StageRequest(BankAccount Account, string Caller, byte[] RequestHash, byte[] BodyHash);

/// <summary>
/// Stages a checked file in one transaction under the book's lock: new lines without an outcome, and an import that
/// the posters will find, even if this process dies before it answers.
/// </summary>
public sealed class StatementStage(FieldCipher cipher)
{
    private const string KnownSql =
        "select serial, content_hash, amount, id, source <> 'IMPORT' from bank_lines " +
        "where account_id = $1 and serial = any($2)";

    private const string ImportSql =
        "insert into statement_imports (id, account_id, street_code, division_code, lines, new_lines, duplicates, " +
        "status, imported_by, request_hash, body_hash, traceparent) " +
        "values ($1, $2, $3, $4, $5, $6, $7, 'POSTING', $8, $9, $10, $11)";

    private const string LinesSql =
        "insert into bank_lines (id, account_id, serial, street_code, division_code, booked_at, amount, " +
        "counterparty, memo, content_hash, building, entrance, room, says_refund, interest_on, source, import_id, " +
        "line_no) select id, $2, serial, $3, $4, booked, amount, counterparty, memo, hash, building, entrance, room, " +
        "refund, interest_on, 'IMPORT', $5, no from unnest($1::uuid[], $6::text[], $7::timestamptz[], " +
        "$8::numeric[], $9::bytea[], $10::bytea[], $11::bytea[], $12::text[], $13::text[], $14::text[], " +
        "$15::boolean[], $16::integer[], $17::date[]) as l(id, serial, booked, amount, counterparty, memo, hash, " +
        "building, entrance, room, refund, no, interest_on)";

    private const string ConfirmedSql =
        "insert into bank_line_confirmations (line_id, import_id, street_code, division_code) " +
        "select id, $2, $3, $4 from unnest($1::uuid[]) as l(id) on conflict do nothing";

    private const string StatementsSql =
        "insert into bank_statements (id, account_id, import_id, street_code, division_code, reference, opens_on, " +
        "closes_on, opening, closing) select id, $2, $3, $4, $5, reference, opens, closes, opening, closing " +
        "from unnest($1::uuid[], $6::text[], $7::date[], $8::date[], $9::numeric[], $10::numeric[]) " +
        "as s(id, reference, opens, closes, opening, closing)";

    /// <summary>The id of the import; 422 when a known serial says something else now.</summary>
    public async Task<Result<Guid>> StageAsync(
        NpgsqlConnection connection, StageRequest request, StatementFile.Checked file, CancellationToken ct)
    {
        var (closedUntil, known) = await LockAndReadKnownAsync(connection, request.Account.Id, file, ct);
        var (report, closed) = (new ImportReport(), new ImportReport());
        var (fresh, confirmed) = (new List<Staged>(file.Distinct.Count), new List<Guid>());
        foreach (var (line, text) in file.Distinct)
        {
            var hash = text.HashWith(cipher);
            if (known.TryGetValue(text.Serial, out var before))
            {
                if (!before.IsSame(text, hash)) StatementFile.SerialReused(report, line);
                else if (before.WasOurs) confirmed.Add(before.Id);
            }
            else if (CivilTime.DayOf(text.BookedAt) <= closedUntil) PeriodClosed(closed, line);
            else fresh.Add(new Staged(Guid.CreateVersion7(), line, text, hash));
        }

        if (!report.IsClean) return report.ToError("statements.serial_reused", "EVT-02");
        if (!closed.IsClean)
        {
            var refused = ReconciliationErrors.PeriodClosed(closedUntil!.Value);
            return refused with { Findings = closed.ToError().Findings };
        }

        var importId = Guid.CreateVersion7();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Sql.Command(ImportSql, importId, request.Account.Id, request.Account.StreetCode,
            request.Account.DivisionCode, file.Lines, fresh.Count, file.Lines - fresh.Count, request.Caller,
            request.RequestHash, request.BodyHash, Activity.Current?.Id ?? ""));
        batch.BatchCommands.Add(Lines(request.Account, importId, fresh));
        if (confirmed.Count > 0) batch.BatchCommands.Add(Confirmed(request.Account, importId, confirmed));
        if (file.Statements.Count > 0) batch.BatchCommands.Add(Statements(request.Account, importId, file.Statements));
        await batch.ExecuteNonQueryAsync(ct);
        return importId;
    }

    private static void PeriodClosed(ImportReport report, int line) =>
        report.Add(line, "booked_at", "booked_at.period_closed", "该记账日所在期间已经关账");

    private static async Task<(DateOnly? ClosedUntil, Dictionary<string, Known> Known)> LockAndReadKnownAsync(
        NpgsqlConnection connection, Guid accountId, StatementFile.Checked file, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(LedgerSql.LockBooks([accountId]));
        batch.BatchCommands.Add(
            Sql.Command(KnownSql, accountId, file.Distinct.Select(l => l.Text.Serial).ToArray()));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var closedUntil = await reader.ReadAsync(ct) ? reader.DayOrNull(3) : null;
        await reader.NextResultAsync(ct);
        var known = new Dictionary<string, Known>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct))
        {
            var hash = await reader.IsDBNullAsync(1, ct) ? null : reader.GetFieldValue<byte[]>(1);
            known.Add(reader.GetString(0), new Known(hash, reader.Money(2), reader.GetGuid(3), reader.GetBoolean(4)));
        }

        return (closedUntil, known);
    }

    private NpgsqlBatchCommand Lines(BankAccount account, Guid importId, IReadOnlyList<Staged> lines)
    {
        var posts = lines.Select(l => l.Text.ToPost(l.Id, account.Id)).ToArray();
        return Sql.Command(LinesSql, lines.Select(l => l.Id).ToArray(), account.Id, account.StreetCode,
            account.DivisionCode, importId, lines.Select(l => l.Text.Serial).ToArray(),
            lines.Select(l => l.Text.BookedAt).ToArray(), lines.Select(l => l.Text.Amount.Yuan).ToArray(),
            lines.Select(l => cipher.Encrypt(l.Text.Counterparty, l.Id)).ToArray(),
            lines.Select(l => cipher.Encrypt(l.Text.Memo, l.Id)).ToArray(), lines.Select(l => l.Hash).ToArray(),
            posts.Select(p => p.Unit?.Building).ToArray(), posts.Select(p => p.Unit?.Entrance).ToArray(),
            posts.Select(p => p.Unit?.Room).ToArray(), posts.Select(p => p.SaysRefund).ToArray(),
            lines.Select(l => l.Line).ToArray(), lines.Select(l => l.Text.InterestOn).ToArray());
    }

    /// <summary>The bank's statement tells a line that we knew otherwise: no difference any more (FUND-25).</summary>
    private static NpgsqlBatchCommand Confirmed(BankAccount account, Guid importId, IReadOnlyList<Guid> lines) =>
        Sql.Command(ConfirmedSql, lines.ToArray(), importId, account.StreetCode, account.DivisionCode);

    private static NpgsqlBatchCommand Statements(
        BankAccount account, Guid importId, IReadOnlyList<BankStatement> said) => Sql.Command(
        StatementsSql, said.Select(_ => Guid.CreateVersion7()).ToArray(), account.Id, importId, account.StreetCode,
        account.DivisionCode, said.Select(s => s.Reference).ToArray(), said.Select(s => s.OpensOn).ToArray(),
        said.Select(s => s.ClosesOn).ToArray(), said.Select(s => s.Opening.Yuan).ToArray(),
        said.Select(s => s.Closing.Yuan).ToArray());

    private sealed record Staged(Guid Id, int Line, BankText Text, byte[] Hash);

    /// <summary>A line that we booked before the bank told it has no hash: its amount must agree then.</summary>
    private sealed record Known(byte[]? Hash, Money Amount, Guid Id, bool WasOurs)
    {
        public bool IsSame(BankText text, byte[] hash) =>
            Hash is null ? Amount == text.Amount : Hash.AsSpan().SequenceEqual(hash);
    }
}
