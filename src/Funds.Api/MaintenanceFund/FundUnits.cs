using CivicPlatform.Funds.Ledger;
using Npgsql;

namespace CivicPlatform.Funds.MaintenanceFund;

/// <summary>An exclusive part of the estate, and what the fund knows of it.</summary>
/// <param name="IsOpen">It has had money in the fund.</param>
/// <param name="IsLost">The house is gone (FUND-13).</param>
public sealed record FundUnit(
    Guid Id, string Building, string Entrance, string Room, Area Area, Money Balance, bool IsOpen, bool IsLost)
{
    /// <summary>Ties of an apportionment go by it (FUND-17).</summary>
    public string Key => $"{Building}-{Entrance}-{Room}";
}

/// <summary>Reads the exclusive parts of a fund's estate.</summary>
public static class FundUnits
{
    /// <summary>Largest estate that a fund takes.</summary>
    public const int Max = 50_000;

    private const string UnitsSql =
        "select u.unit_id, u.building, u.entrance, u.room, u.area, coalesce(a.credits - a.debits, 0), " +
        "f.unit_id is not null, f.lost_on is not null from units u " +
        "left join unit_funds f on f.book_id = $1 and f.unit_id = u.unit_id " +
        "left join ledger_accounts a on a.book_id = $1 and a.unit_id = u.unit_id and a.kind = 'UNIT_BALANCE' " +
        "where u.estate_id = $2 limit $3";

    /// <summary>All of them; call it with the book locked, or balances move under it.</summary>
    public static Task<List<FundUnit>> ReadAsync(FundsDbContext db, FundScope scope, CancellationToken ct) =>
        db.RowsAsync(Sql.Command(UnitsSql, scope.Book.Id, scope.EstateId, Max), r => new FundUnit(r.GetGuid(0),
            r.GetString(1), r.GetString(2), r.GetString(3), Area.FromSquareMetres(r.GetDecimal(4)), r.Money(5),
            r.GetBoolean(6), r.GetBoolean(7)), ct);
}

/// <summary>Writes what a fund knows of its parts beside the ledger.</summary>
internal static class UnitFundSql
{
    private const string DepositSql =
        "insert into unit_funds as f (book_id, unit_id, street_code, division_code, building, entrance, room, " +
        "initial, deposited, by_seller) select $1, unit, $2, $3, building, entrance, room, initial, amount, seller " +
        "from unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::numeric[], $9::numeric[], $10::numeric[]) " +
        "as n(unit, building, entrance, room, initial, amount, seller) on conflict (book_id, unit_id) do update set " +
        "initial = f.initial + excluded.initial, deposited = f.deposited + excluded.deposited, " +
        "by_seller = f.by_seller + excluded.by_seller, version = f.version + 1";

    private const string RememberSql =
        "insert into fund_entry_units (entry_id, unit_id, street_code, division_code, amount, initial, by_seller) " +
        "select $1, unit, $2, $3, amount, initial, seller from unnest($4::uuid[], $5::numeric[], $6::numeric[], " +
        "$7::numeric[]) as n(unit, amount, initial, seller)";

    private const string TakeBackSql =
        "update unit_funds f set initial = f.initial - u.initial, deposited = f.deposited - u.amount, " +
        "by_seller = f.by_seller - u.by_seller, version = f.version + 1 from fund_entry_units u " +
        "where u.entry_id = $2 and f.book_id = $1 and f.unit_id = u.unit_id";

    public static NpgsqlBatchCommand Deposit(FundEntry entry, IReadOnlyList<DepositLine> lines) =>
        Sql.Command(DepositSql, entry.Book.Id, entry.Book.StreetCode, entry.Book.DivisionCode,
            lines.Select(l => l.Unit.Id).ToArray(), lines.Select(l => l.Unit.Building).ToArray(),
            lines.Select(l => l.Unit.Entrance).ToArray(), lines.Select(l => l.Unit.Room).ToArray(),
            lines.Select(l => l.Initial.Yuan).ToArray(), lines.Select(l => l.Amount.Yuan).ToArray(),
            lines.Select(l => l.BySeller.Yuan).ToArray());

    /// <summary>What a reversal will take back.</summary>
    public static NpgsqlBatchCommand Remember(FundEntry entry, IReadOnlyList<DepositLine> lines) =>
        Sql.Command(RememberSql, entry.Id, entry.Book.StreetCode, entry.Book.DivisionCode,
            lines.Select(l => l.Unit.Id).ToArray(), lines.Select(l => l.Amount.Yuan).ToArray(),
            lines.Select(l => l.Initial.Yuan).ToArray(), lines.Select(l => l.BySeller.Yuan).ToArray());

    public static NpgsqlBatchCommand TakeBack(Book book, Guid entryId) => Sql.Command(TakeBackSql, book.Id, entryId);
}
