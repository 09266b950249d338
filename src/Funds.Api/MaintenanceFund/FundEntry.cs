using CivicPlatform.Funds.Ledger;
using Npgsql;

namespace CivicPlatform.Funds.MaintenanceFund;

/// <summary>One act of bookkeeping in a fund: its transfers name it as their source.</summary>
/// <param name="Amount">Σ of its lines, above zero.</param>
/// <param name="LineId">The bank line that its money comes from or goes by.</param>
/// <param name="BookedAt">Value date.</param>
/// <param name="Note">Document or reason.</param>
public sealed record FundEntry(
    Book Book, FundEntryKind Kind, Money Amount, Guid LineId, DateTimeOffset BookedAt, string Note,
    Guid? Reverses = null)
{
    private const string InsertSql =
        "insert into fund_entries (id, book_id, street_code, division_code, kind, amount, bank_line_id, booked_at, " +
        "note, reverses, recorded_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

    public Guid Id { get; } = Guid.CreateVersion7();

    /// <summary>Writes the entry itself.</summary>
    public NpgsqlBatchCommand Insert(string actor) => Sql.Command(InsertSql, Id, Book.Id, Book.StreetCode,
        Book.DivisionCode, Kind.ToString(), Amount.Yuan, LineId, BookedAt, Note, Reverses, actor);

    /// <summary>From suspense to the balances of exclusive parts; a zero share moves nothing.</summary>
    public NpgsqlBatchCommand Credit(IEnumerable<(Guid Unit, Money Amount)> shares)
    {
        var suspense = LedgerAccount.IdOf(Book.Id, LedgerKind.SUSPENSE);
        return LedgerSql.Insert([.. shares.Where(s => s.Amount > Money.Zero).Select(s => new Transfer(
            Book, suspense, LedgerAccount.OfUnit(Book.Id, LedgerKind.UNIT_BALANCE, s.Unit), s.Amount, Kind.ToString(),
            Id, BookedAt))]);
    }
}
