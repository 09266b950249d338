using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.Posting;
using CivicPlatform.Funds.Statements;
using Npgsql;

namespace CivicPlatform.Funds.Suspense;

/// <summary>A suspense line as the review finds it.</summary>
internal sealed record OpenLine(
    Guid Id, Guid AccountId, Money Amount, string Status, long Version, string Serial, DateTimeOffset BookedAt)
{
    public static OpenLine Map(NpgsqlDataReader r) => new(r.GetGuid(0), r.GetGuid(1), r.Money(2), r.GetString(3),
        r.GetInt64(4), r.GetString(5), r.GetFieldValue<DateTimeOffset>(6));
}

/// <summary>What a person asked for: which money, where to, and why.</summary>
internal sealed record Order(IReadOnlyList<OpenLine> Lines, IReadOnlyList<OrderPart> Parts, string Reason);

/// <param name="Kind">Of <see cref="AssignmentKinds"/>.</param>
internal sealed record OrderPart(string Kind, UnitCode Unit, Money Amount);

/// <summary>A piece and where it went.</summary>
internal sealed record PlacedPiece(Guid LineId, OrderPart Part, PostedLine Posted);

/// <summary>What an order did.</summary>
internal sealed record Assigned(Guid Id, string StreetCode, IReadOnlyList<PlacedPiece> Pieces);

/// <summary>
/// Places suspense lines through the posting of every payment, so bills, totals, triggers and events are those of a
/// direct match; keeps what went where, so that it can be undone by reversal (FUND-27).
/// </summary>
public sealed class Assigner(FundsDbContext db, CurrentUser user, TimeProvider clock)
{
    private const string AssignSql =
        "update suspense_lines set status = 'ASSIGNED', assigned_by = $2, assigned_at = now(), reason = $3, " +
        "bill_id = $4, version = version + 1 where id = any($1) and status = 'OPEN'";

    private const string InsertSql =
        "insert into suspense_assignments (id, account_id, street_code, division_code, reason, assigned_by) " +
        "values ($1, $2, $3, $4, $5, $6)";

    private const string PiecesSql =
        "insert into suspense_pieces (assignment_id, no, street_code, division_code, line_id, kind, bill_id, " +
        "building, entrance, room, to_bill, to_credit) select $1, no, $2, $3, line, kind, bill, building, entrance, " +
        "room, to_bill, to_credit from unnest($4::integer[], $5::uuid[], $6::text[], $7::uuid[], $8::text[], " +
        "$9::text[], $10::text[], $11::numeric[], $12::numeric[]) " +
        "as p(no, line, kind, bill, building, entrance, room, to_bill, to_credit)";

    /// <summary>The id of the assignment and its pieces; nothing is written when a part is refused.</summary>
    internal async Task<Result<Assigned>> AssignAsync(Order order, CancellationToken ct)
    {
        var split = SuspenseSplit.Of(
            [.. order.Lines.Select(l => l.Amount)], [.. order.Parts.Select(p => p.Amount)]);
        if (!split.Succeeded(out var pieces, out var unequal)) return unequal;
        var lines = pieces.Select(p => ToPost(order.Lines[p.Line], order.Parts[p.Part], p.Amount)).ToArray();
        var posting = await LoadAsync(lines, ct);
        if (lines.Any(l => !posting.Knows(l.BookId, l.Unit!.Value))) return StatementErrors.HouseholdUnknown;

        var now = clock.GetUtcNow();
        var placed = new List<PlacedPiece>(pieces.Count);
        foreach (var (piece, line) in pieces.Zip(lines))
        {
            var part = order.Parts[piece.Part];
            var posted = part.Kind == AssignmentKinds.Credit ? posting.PostCredit(line, now) : posting.Post(line, now);
            if (posted.Placement.ToSuspense != Money.Zero) return StatementErrors.RefundTooLarge;
            placed.Add(new PlacedPiece(line.LineId, part, posted));
        }

        var assigned = new Assigned(Guid.CreateVersion7(), posting.BookOf(lines[0].BookId).StreetCode, placed);
        if (!await WriteAsync(assigned.Id, order, placed, posting.BookOf(lines[0].BookId), ct))
            return StatementErrors.AlreadyAssigned;
        await db.RunAsync(posting.Commands(now, db.Outbox.Enqueue), ct);
        return assigned;
    }

    private static LineToPost ToPost(OpenLine line, OrderPart part, Money amount) => new(
        line.Id, line.AccountId, line.Serial, line.BookedAt, amount, part.Unit, SaysRefund: amount < Money.Zero);

    internal async Task<PostingBatch> LoadAsync(IReadOnlyCollection<LineToPost> lines, CancellationToken ct)
    {
        await using var reads = await db.BatchAsync(PostingReader.Commands(lines), ct);
        await using var reader = await reads.ExecuteReaderAsync(ct);
        return await PostingReader.ReadAsync(reader, LedgerKind.SUSPENSE, ct);
    }

    /// <summary>False when somebody else was faster with one of the lines.</summary>
    private async Task<bool> WriteAsync(
        Guid id, Order order, List<PlacedPiece> placed, Book book, CancellationToken ct)
    {
        var bills = placed.Select(p => p.Posted.BillId).Distinct().ToArray();
        var lines = order.Lines.Select(l => l.Id).ToArray();
        var assign = Sql.Command(AssignSql, lines, user.Subject, order.Reason, bills.Length == 1 ? bills[0] : null);
        assign.Parameters[3].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid;
        if (await db.RunAsync([assign], ct) != lines.Length) return false;
        await db.RunAsync([
            Sql.Command(InsertSql, id, book.Id, book.StreetCode, book.DivisionCode, order.Reason, user.Subject),
            Sql.Command(PiecesSql, id, book.StreetCode, book.DivisionCode,
                Enumerable.Range(1, placed.Count).ToArray(), placed.Select(p => p.LineId).ToArray(),
                placed.Select(p => p.Part.Kind).ToArray(), placed.Select(p => p.Posted.BillId!.Value).ToArray(),
                placed.Select(p => p.Part.Unit.Building).ToArray(),
                placed.Select(p => p.Part.Unit.Entrance).ToArray(), placed.Select(p => p.Part.Unit.Room).ToArray(),
                placed.Select(p => p.Posted.Placement.ToBill.Yuan).ToArray(),
                placed.Select(p => p.Posted.Placement.ToCredit.Yuan).ToArray())], ct);
        return true;
    }
}
