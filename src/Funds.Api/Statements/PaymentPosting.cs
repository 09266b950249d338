using CivicPlatform.Funds.Posting;
using CivicPlatform.Funds.Reconciliations;
using CivicPlatform.ServiceDefaults.Audit;
using CivicPlatform.ServiceDefaults.Faults;
using CivicPlatform.ServiceDefaults.Security;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CivicPlatform.Funds.Statements;

/// <summary>Posts single payments together: two round trips and one commit for all of them.</summary>
public sealed class PaymentPosting(
    NpgsqlDataSource app, FieldCipher cipher, TimeProvider clock, IOptions<JsonOptions> json)
{
    private const string KnownSql =
        "select l.account_id, l.serial, l.content_hash, l.amount, l.id, l.outcome, l.to_bill, l.to_credit, " +
        "l.to_suspense from unnest($1::uuid[], $2::text[]) as k(account_id, serial) " +
        "join bank_lines l on l.account_id = k.account_id and l.serial = k.serial";

    private const string InsertSql =
        "insert into bank_lines (id, account_id, serial, street_code, division_code, booked_at, amount, " +
        "counterparty, memo, content_hash, building, entrance, room, says_refund, source, outcome, bill_id, " +
        "to_bill, to_credit, to_suspense, posted_at) " +
        "select *, now() from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], " +
        "$5::text[], $6::timestamptz[], $7::numeric[], $8::bytea[], $9::bytea[], $10::bytea[], $11::text[], " +
        "$12::text[], $13::text[], $14::boolean[], $15::text[], $16::text[], $17::uuid[], $18::numeric[], " +
        "$19::numeric[], $20::numeric[])";

    private static readonly TimeSpan Wary = TimeSpan.FromSeconds(1);
    private long _waryFrom = long.MinValue; // The clock's time stamp.

    /// <summary>The answers in the order of the payments, after the commit.</summary>
    /// <remarks>
    /// A book that another payment holds is waited for. One that an import or an opening campaign holds for long is
    /// not: its payments hear <see cref="SharedWrite.Busy"/> and come again, the others are posted.
    /// </remarks>
    internal async Task<IReadOnlyList<Result<StoredAnswer>>> PostAsync(IReadOnlyList<PendingPayment> payments)
    {
        var since = Volatile.Read(ref _waryFrom);
        var isWary = since != long.MinValue && clock.GetElapsedTime(since) < Wary;
        try
        {
            return await PostAsync(payments, skipHeld: isWary);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable && !isWary)
        {
            Volatile.Write(ref _waryFrom, clock.GetTimestamp());
            return await PostAsync(payments, skipHeld: true);
        }
    }

    private async Task<IReadOnlyList<Result<StoredAnswer>>> PostAsync(
        IReadOnlyList<PendingPayment> payments, bool skipHeld)
    {
        var ct = CancellationToken.None; // A caller who hangs up must not undo the others' payments.
        await using var connection = await app.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var (posting, known, twins) = await ReadAsync(connection, payments, skipHeld);

        var now = clock.GetUtcNow();
        var answers = new Result<StoredAnswer>[payments.Count];
        var posted = new List<(PendingPayment Payment, PostedLine Line)>(payments.Count);
        var fresh = new List<(IdempotencyIdentity, StoredAnswer)>(payments.Count);
        for (var i = 0; i < payments.Count; i++)
        {
            var payment = payments[i];
            if (twins.TryGetValue(payment.Identity, out var first))
            {
                answers[i] = first;
                continue;
            }
            if (!posting.Holds(payment.Line.BookId))
            {
                answers[i] = SharedWrite.Busy;
                continue;
            }

            answers[i] = Decide(payment, posting, known, posted, now);
            // A reused serial is refused again by its natural key; only answers need the idempotency row.
            if (answers[i].Succeeded(out var answer, out _)) fresh.Add((payment.Identity, answer));
        }

        await WriteAsync(connection, posting, posted, fresh, now);
        CrashPoint.Reached(CrashPoint.BeforeCommit);
        await transaction.CommitAsync(ct);
        CrashPoint.Reached(CrashPoint.AfterCommit);
        return answers;
    }

    private Result<StoredAnswer> Decide(
        PendingPayment payment, PostingBatch posting, Dictionary<(Guid, string), PaymentView> known,
        List<(PendingPayment, PostedLine)> posted, DateTimeOffset now)
    {
        if (known.TryGetValue((payment.Line.BookId, payment.Line.Serial), out var before))
        {
            if (!before.IsSame(payment)) return StatementErrors.SerialReused;
            var again = before with { Duplicate = true };
            return StoredAnswer.Of(StatusCodes.Status200OK, again, json.Value.SerializerOptions);
        }

        var book = posting.BookOf(payment.Line.BookId);
        if (book.IsClosed(payment.Line.BookedAt)) return ReconciliationErrors.PeriodClosed(book.ClosedUntil!.Value);
        var line = posting.Post(payment.Line, now);
        posted.Add((payment, line));
        return StoredAnswer.Of(StatusCodes.Status201Created, PaymentView.Of(line), json.Value.SerializerOptions,
            $"/api/v1/accounts/{payment.Line.BookId}/bank-lines/{payment.Line.LineId}");
    }

    private async Task<Loaded> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<PendingPayment> payments, bool skipHeld)
    {
        var lines = payments.Select(p => p.Line).ToArray();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(RequestTransaction.ScopeCommand(payments.Select(p => p.StreetCode)));
        foreach (var command in PostingReader.Commands(lines, skipHeld)) batch.BatchCommands.Add(command);
        batch.BatchCommands.Add(
            Sql.Command(KnownSql, lines.Select(l => l.BookId).ToArray(), lines.Select(l => l.Serial).ToArray()));
        batch.BatchCommands.Add(SharedIdempotency.FindAll([.. payments.Select(p => p.Identity)]));

        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        var posting = await PostingReader.ReadAsync(reader, CancellationToken.None);
        await reader.NextResultAsync();
        var known = new Dictionary<(Guid, string), PaymentView>();
        while (await reader.ReadAsync()) known.Add((reader.GetGuid(0), reader.GetString(1)), PaymentView.Known(reader));
        await reader.NextResultAsync();
        var twins = await SharedIdempotency.ReadAllAsync(
            reader, [.. payments.Select(p => p.Identity)], cipher, CancellationToken.None);
        return new Loaded(posting, known, twins);
    }

    private async Task WriteAsync(
        NpgsqlConnection connection, PostingBatch posting, List<(PendingPayment Payment, PostedLine Line)> posted,
        List<(IdempotencyIdentity, StoredAnswer)> answers, DateTimeOffset now)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (posted.Count > 0)
        {
            batch.BatchCommands.Add(Insert(posted));
            foreach (var command in posting.Commands(now)) batch.BatchCommands.Add(command);
            batch.BatchCommands.Add(AuditSql.Insert([.. posted.Select(p => Audited(p.Payment, p.Line.Line.LineId))]));
        }

        if (answers.Count > 0) batch.BatchCommands.Add(SharedIdempotency.StoreAll(answers, cipher));
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync();
    }

    private static AuditRow Audited(PendingPayment payment, Guid lineId) =>
        AuditRow.Of(payment.Caller, "bank_lines.post", lineId, payment.StreetCode);

    private NpgsqlBatchCommand Insert(IReadOnlyList<(PendingPayment Payment, PostedLine Line)> rows) => Sql.Command(
        InsertSql, rows.Select(r => r.Line.Line.LineId).ToArray(), rows.Select(r => r.Line.Line.BookId).ToArray(),
        rows.Select(r => r.Payment.Text.Serial).ToArray(), rows.Select(r => r.Payment.StreetCode).ToArray(),
        rows.Select(r => r.Payment.DivisionCode).ToArray(), rows.Select(r => r.Payment.Text.BookedAt).ToArray(),
        rows.Select(r => r.Payment.Text.Amount.Yuan).ToArray(),
        rows.Select(r => cipher.Encrypt(r.Payment.Text.Counterparty, r.Line.Line.LineId)).ToArray(),
        rows.Select(r => cipher.Encrypt(r.Payment.Text.Memo, r.Line.Line.LineId)).ToArray(),
        rows.Select(r => r.Payment.Hash).ToArray(), rows.Select(r => r.Line.Line.Unit?.Building).ToArray(),
        rows.Select(r => r.Line.Line.Unit?.Entrance).ToArray(), rows.Select(r => r.Line.Line.Unit?.Room).ToArray(),
        rows.Select(r => r.Line.Line.SaysRefund).ToArray(), rows.Select(_ => "SINGLE").ToArray(),
        rows.Select(r => r.Line.Placement.Outcome.ToString()).ToArray(), rows.Select(r => r.Line.BillId).ToArray(),
        rows.Select(r => r.Line.Placement.ToBill.Yuan).ToArray(),
        rows.Select(r => r.Line.Placement.ToCredit.Yuan).ToArray(),
        rows.Select(r => r.Line.Placement.ToSuspense.Yuan).ToArray());

    /// <summary>What the database knew, under the books' locks.</summary>
    private sealed record Loaded(
        PostingBatch Posting, Dictionary<(Guid Account, string Serial), PaymentView> Known,
        Dictionary<IdempotencyIdentity, Result<StoredAnswer>> Twins);
}
