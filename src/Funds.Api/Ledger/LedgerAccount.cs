using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace CivicPlatform.Funds.Ledger;

/// <summary>The accounts of a book; a book mirrors one dedicated bank account (FUND-28).</summary>
#pragma warning disable CA1707 // The published code is the name.
public enum LedgerKind
{
    /// <summary>What the bank holds: debit balance.</summary>
    BANK,

    /// <summary>Money that nobody could place yet: credit balance.</summary>
    SUSPENSE,

    /// <summary>What households paid beyond their bills: credit balance.</summary>
    OWNER_CREDIT,

    /// <summary>Collected on the bills of one building: credit balance (RAISE-04).</summary>
    COLLECTION,

    /// <summary>Works of one building: debit balance.</summary>
    WORKS,

    /// <summary>Owed to the property company for one building (RAISE-06): credit balance.</summary>
    ADVANCE_PAYABLE,

    /// <summary>Maintenance fund of one exclusive part (FUND-07): credit balance, never overdrawn.</summary>
    UNIT_BALANCE,

    /// <summary>What one exclusive part still owes for works (FUND-18): debit balance.</summary>
    UNIT_RECEIVABLE,

    /// <summary>Owed to contractors, and the money for it is there: credit balance, never overdrawn.</summary>
    CONTRACTOR_PAYABLE,

    /// <summary>
    /// Owed to contractors while an owner still owes it: credit balance. Apart, so that nobody's shortage is paid with
    /// another's money.
    /// </summary>
    CONTRACTOR_UNFUNDED,

    /// <summary>Given by foundations for some households only (RAISE-27): credit balance, never overdrawn.</summary>
    RESTRICTED_GRANT,

    /// <summary>
    /// What one building gave back or kept of its collection when the campaign closed (RAISE-11): debit balance, so
    /// that COLLECTION goes on saying what was collected.
    /// </summary>
    SURPLUS,

    /// <summary>What the owners of one building keep for its lifts (RAISE-11): credit balance.</summary>
    LIFT_RESERVE,
}
#pragma warning restore CA1707

/// <summary>Names accounts; the id follows from the name, so that a batch looks none of them up.</summary>
public static class LedgerAccount
{
    private static readonly LedgerKind[] s_bookKinds =
        [LedgerKind.BANK, LedgerKind.SUSPENSE, LedgerKind.OWNER_CREDIT];

    private static readonly LedgerKind[] s_fundKinds =
        [LedgerKind.BANK, LedgerKind.SUSPENSE, LedgerKind.CONTRACTOR_PAYABLE, LedgerKind.CONTRACTOR_UNFUNDED];

    private static readonly LedgerKind[] s_buildingKinds =
        [LedgerKind.COLLECTION, LedgerKind.WORKS, LedgerKind.ADVANCE_PAYABLE];

    private static readonly LedgerKind[] s_surplusKinds = [LedgerKind.SURPLUS, LedgerKind.LIFT_RESERVE];

    private static readonly LedgerKind[] s_unitKinds = [LedgerKind.UNIT_BALANCE, LedgerKind.UNIT_RECEIVABLE];

    private const string InsertSql =
        "insert into ledger_accounts (id, book_id, kind, building, unit_id, street_code, division_code) " +
        "select id, $2, kind, building, unit, $6, $7 from unnest($1::uuid[], $3::text[], $4::text[], $5::uuid[]) " +
        "as u(id, kind, building, unit) on conflict do nothing";

    /// <summary>True when a building has an account of that kind.</summary>
    public static bool IsOfBuilding(LedgerKind kind) =>
        s_buildingKinds.Contains(kind) || s_surplusKinds.Contains(kind);

    /// <summary>True when every exclusive part has an account of that kind.</summary>
    public static bool IsOfUnit(LedgerKind kind) => s_unitKinds.Contains(kind);

    /// <summary>The account of that kind in that book; building is empty for the book's own accounts.</summary>
    public static Guid IdOf(Guid bookId, LedgerKind kind, string building = "") =>
        IdOf($"{bookId:N}|{kind}|{building}");

    /// <summary>The account of that kind of one exclusive part.</summary>
    public static Guid OfUnit(Guid bookId, LedgerKind kind, Guid unitId) => IdOf($"{bookId:N}|{kind}||{unitId:N}");

    /// <summary>Opens the book's own accounts and those of the buildings; opening twice changes nothing.</summary>
    public static NpgsqlBatchCommand Open(Book book, IReadOnlyCollection<string> buildings) => Insert(book,
    [
        .. s_bookKinds.Select(kind => new Name(kind, "", null)),
        .. buildings.SelectMany(b => s_buildingKinds.Select(kind => new Name(kind, b, null))),
    ]);

    /// <summary>Opens the accounts of what is left when a campaign closes (RAISE-11).</summary>
    public static NpgsqlBatchCommand OpenSurplus(Book book, IReadOnlyCollection<string> buildings) => Insert(
        book, [.. buildings.SelectMany(b => s_surplusKinds.Select(kind => new Name(kind, b, null)))]);

    /// <summary>Opens the accounts of a maintenance fund; those of its parts come with their first money.</summary>
    public static NpgsqlBatchCommand OpenFund(Book book) =>
        Insert(book, [.. s_fundKinds.Select(kind => new Name(kind, "", null))]);

    /// <summary>Opens the account of restricted grants; opening twice changes nothing.</summary>
    public static NpgsqlBatchCommand OpenGrants(Book book) =>
        Insert(book, [new Name(LedgerKind.RESTRICTED_GRANT, "", null)]);

    /// <summary>Opens the accounts of exclusive parts; opening twice changes nothing.</summary>
    public static NpgsqlBatchCommand OpenUnits(Book book, IEnumerable<(Guid Unit, string Building)> units) =>
        Insert(book, [.. units.SelectMany(u => s_unitKinds.Select(kind => new Name(kind, u.Building, u.Unit)))]);

    private static NpgsqlBatchCommand Insert(Book book, IReadOnlyCollection<Name> names) => new(InsertSql)
    {
        Parameters =
        {
            new() { Value = names.Select(n => n.IdIn(book.Id)).ToArray() },
            new() { Value = book.Id },
            new() { Value = names.Select(n => n.Kind.ToString()).ToArray() },
            new() { Value = names.Select(n => n.Building).ToArray() },
            new() { Value = names.Select(n => n.Unit).ToArray() },
            new() { Value = book.StreetCode },
            new() { Value = book.DivisionCode },
        },
    };

    private static Guid IdOf(string name) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16), bigEndian: true);

    private sealed record Name(LedgerKind Kind, string Building, Guid? Unit)
    {
        public Guid IdIn(Guid book) => Unit is { } unit ? OfUnit(book, Kind, unit) : IdOf(book, Kind, Building);
    }
}

/// <summary>The ledger of one dedicated account, and the office that it belongs to.</summary>
public readonly record struct Book(Guid Id, string StreetCode, string DivisionCode)
{
    /// <summary>Last day that was reconciled and shut (FUND-25), where the book was locked to be written.</summary>
    public DateOnly? ClosedUntil { get; init; }

    /// <summary>True when no entry may bear that date any more.</summary>
    public bool IsClosed(DateTimeOffset bookedAt) => ClosedUntil is { } day && CivilTime.DayOf(bookedAt) <= day;

    /// <summary>The date of a later entry about a line: its own, or the beginning of the first open day.</summary>
    public DateTimeOffset OpenDate(DateTimeOffset bookedAt) =>
        IsClosed(bookedAt) ? CivilTime.EndOf(ClosedUntil!.Value) : bookedAt;
}
