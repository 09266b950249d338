using CivicPlatform.Funds.Ledger;
using CivicPlatform.ServiceDefaults.Data;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Funds.BankChannels;

/// <summary>
/// A system of a bank or of a licensed payment institution that tells the payments of one account by signed calls. It
/// tells what arrived on the owners' own account; the platform holds no money (FUND-28).
/// </summary>
public sealed class BankChannel : ITenantOwned, IVersioned
{
    /// <summary>How long the secret before stays good: the other side has its own release days.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    private BankChannel() { } // EF Core.

    public required Guid Id { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }

    /// <summary>The only account whose payments it may tell.</summary>
    public required Guid AccountId { get; init; }

    public required string Name { get; init; }
    public required ChannelKind Kind { get; init; }

    /// <summary>Number of the payment institution's licence; null for a bank.</summary>
    public required string? LicenceNo { get; init; }

    /// <summary>Encrypted; see <see cref="ChannelVault"/>.</summary>
    public byte[] Secret { get; private set; } = [];

    public byte[]? PreviousSecret { get; private set; }

    /// <summary>Until when the secret before is taken, UTC.</summary>
    public DateTimeOffset? PreviousUntil { get; private set; }

    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? EndedAt { get; private set; }
    public long Version { get; private set; } = 1;

    /// <param name="secret">Sealed for this id.</param>
    public static BankChannel Add(
        Guid id, BankAccount account, (string Name, ChannelKind Kind, string? LicenceNo) who, byte[] secret,
        DateTimeOffset now) => new()
        {
            Id = id,
            StreetCode = account.StreetCode,
            DivisionCode = account.DivisionCode,
            AccountId = account.Id,
            Name = who.Name,
            Kind = who.Kind,
            LicenceNo = who.LicenceNo,
            Secret = secret,
            CreatedAt = now,
        };

    /// <summary>Takes a new secret; the one before stays good for <see cref="Overlap"/>, older ones do not.</summary>
    public Result Replace(byte[] secret, DateTimeOffset now)
    {
        if (EndedAt is not null) return ChannelErrors.Ended;
        (PreviousSecret, PreviousUntil, Secret) = (Secret, now + Overlap, secret);
        return Result.Success;
    }

    /// <summary>No call is taken any more; the first end stands.</summary>
    public void End(DateTimeOffset now) => EndedAt ??= now;
}

#pragma warning disable CA1707 // The published code is the name.
/// <summary>Who may tell of payments.</summary>
public enum ChannelKind
{
    /// <summary>The bank that keeps the account (银行).</summary>
    BANK,

    /// <summary>A payment institution with a licence of the central bank (支付机构).</summary>
    PAYMENT_INSTITUTION,
}

/// <summary>What a channel is for.</summary>
public enum ChannelPurpose
{
    /// <summary>What owners owe for their own houses (业主缴款).</summary>
    OWNERS_PAYMENTS,

    /// <summary>Raising from the public: always refused (RAISE-26).</summary>
    DONATIONS,
}
#pragma warning restore CA1707

internal sealed class BankChannelMapping : IEntityTypeConfiguration<BankChannel>
{
    public void Configure(EntityTypeBuilder<BankChannel> builder) => builder.ToTable("bank_channels");
}
