using CivicPlatform.ServiceDefaults.Data;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Funds.Ledger;

/// <summary>
/// A dedicated bank account (专户) that the platform mirrors and never moves money in (FUND-28). Its row is also the
/// lock of its book: every posting takes it first.
/// </summary>
public sealed class BankAccount : ITenantOwned, IVersioned
{
    private BankAccount() { } // EF Core.

    public required Guid Id { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required Guid EstateId { get; init; }
    public required string Name { get; init; }
    public required string BankName { get; init; }

    /// <summary>Encrypted: a financial account is sensitive data (PRIV-04).</summary>
    public required byte[] NumberCipher { get; init; }

    /// <summary>For the unique key of the street office.</summary>
    public required byte[] NumberHash { get; init; }

    /// <summary>Last four digits, which people compare.</summary>
    public required string NumberTail { get; init; }

    /// <summary>Whose money it is: a collection's, or the maintenance fund's; the two never mix (FUND-01).</summary>
    public required AccountPurpose Purpose { get; init; }

    /// <summary>Who keeps a maintenance fund (FUND-06); null for any other account.</summary>
    public required FundCustody? Custody { get; init; }

    public long Version { get; private set; } = 1;
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The book of this account.</summary>
    public Book Book => new(Id, StreetCode, DivisionCode);

    public static BankAccount Open(Estate estate, AccountTexts texts, AccountNumber number, DateTimeOffset now) => new()
    {
        Purpose = texts.Custody is null ? AccountPurpose.SELF_RAISED : AccountPurpose.MAINTENANCE_FUND,
        Custody = texts.Custody,
        Id = number.RowId,
        StreetCode = estate.StreetCode,
        DivisionCode = estate.DivisionCode,
        EstateId = estate.Id,
        Name = texts.Name,
        BankName = texts.BankName,
        NumberCipher = number.Cipher,
        NumberHash = number.Hash,
        NumberTail = number.Tail,
        CreatedAt = now,
    };
}

/// <summary>What Funds knows of an estate.</summary>
public sealed record Estate(Guid Id, string StreetCode, string DivisionCode, string Name, int Units);

/// <summary>Names of an account and its bank, and who keeps it when it is a maintenance fund.</summary>
public readonly record struct AccountTexts(string Name, string BankName, FundCustody? Custody = null);

#pragma warning disable CA1707 // The published code is the name.
/// <summary>Whose money a dedicated account holds.</summary>
public enum AccountPurpose
{
    /// <summary>What owners raise for one project (自筹资金).</summary>
    SELF_RAISED,

    /// <summary>The maintenance fund of an estate (住宅专项维修资金).</summary>
    MAINTENANCE_FUND,
}

/// <summary>Who keeps a maintenance fund (FUND-06).</summary>
public enum FundCustody
{
    /// <summary>The housing authority, before there is an owners' assembly (代管).</summary>
    HOUSING_AUTHORITY,

    /// <summary>The owners' assembly, in a special account of its own (业主大会自管).</summary>
    ASSEMBLY,
}
#pragma warning restore CA1707

/// <summary>An account number as it is kept.</summary>
public readonly record struct AccountNumber(Guid RowId, byte[] Cipher, byte[] Hash, string Tail);

internal sealed class BankAccountMapping : IEntityTypeConfiguration<BankAccount>
{
    public void Configure(EntityTypeBuilder<BankAccount> builder)
    {
        builder.ToTable("bank_accounts");
        builder.Ignore(a => a.Book);
    }
}
