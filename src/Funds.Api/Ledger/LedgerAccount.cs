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
}
#pragma warning restore CA1707

/// <summary>Names accounts; the id follows from the name, so that a batch looks none of them up.</summary>
public static class LedgerAccount
{
    private static readonly LedgerKind[] s_bookKinds =
        [LedgerKind.BANK, LedgerKind.SUSPENSE, LedgerKind.OWNER_CREDIT];

    /// <summary>True when every building has an account of that kind; else the book has one.</summary>
    public static bool IsOfBuilding(LedgerKind kind) => s_buildingKinds.Contains(kind);

    private static readonly LedgerKind[] s_buildingKinds =
        [LedgerKind.COLLECTION, LedgerKind.WORKS, LedgerKind.ADVANCE_PAYABLE];

    private const string InsertSql =
        "insert into ledger_accounts (id, book_id, kind, building, street_code, division_code) " +
        "select id, $2, kind, building, $5, $6 from unnest($1::uuid[], $3::text[], $4::text[]) " +
        "as u(id, kind, building) on conflict do nothing";

    /// <summary>The account of that kind in that book; building is empty for the book's own accounts.</summary>
    public static Guid IdOf(Guid bookId, LedgerKind kind, string building = "")
    {
        var name = SHA256.HashData(Encoding.UTF8.GetBytes($"{bookId:N}|{kind}|{building}"));
        return new Guid(name.AsSpan(0, 16), bigEndian: true);
    }

    /// <summary>Opens the book's own accounts and those of the buildings; opening twice changes nothing.</summary>
    public static NpgsqlBatchCommand Open(Book book, IReadOnlyCollection<string> buildings)
    {
        var names = s_bookKinds.Select(kind => (Kind: kind, Building: ""))
            .Concat(buildings.SelectMany(b => s_buildingKinds.Select(kind => (Kind: kind, Building: b)))).ToArray();
        return new NpgsqlBatchCommand(InsertSql)
        {
            Parameters =
            {
                new() { Value = names.Select(n => IdOf(book.Id, n.Kind, n.Building)).ToArray() },
                new() { Value = book.Id },
                new() { Value = names.Select(n => n.Kind.ToString()).ToArray() },
                new() { Value = names.Select(n => n.Building).ToArray() },
                new() { Value = book.StreetCode },
                new() { Value = book.DivisionCode },
            },
        };
    }
}

/// <summary>The ledger of one dedicated account, and the office that it belongs to.</summary>
public readonly record struct Book(Guid Id, string StreetCode, string DivisionCode);
