using CivicPlatform.Funds.SpendRequests;
using CivicPlatform.ServiceDefaults.Data;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Funds.SpendPayouts;

#pragma warning disable CA1707 // The published code is the name.
/// <summary>What a payment to the contractor is (FUND-23).</summary>
public enum PayoutKind
{
    /// <summary>A part of what was settled, the retention money left out.</summary>
    INSTALMENT,

    /// <summary>The retention money (质保金), after its day.</summary>
    RETENTION,
}

/// <summary>Where a payout stands.</summary>
public enum PayoutStatus
{
    /// <summary>Asked for; another person must approve it.</summary>
    PENDING,

    /// <summary>Approved: its money is held until a day.</summary>
    APPROVED,

    /// <summary>The bank has paid.</summary>
    PAID,

    /// <summary>Given up; its money is free again.</summary>
    CANCELLED,
}
#pragma warning restore CA1707

/// <summary>One payment to the contractor: one person asks, another approves, the bank pays.</summary>
public sealed class Payout : ITenantOwned, IVersioned
{
    private Payout() { } // EF Core.

    public required Guid Id { get; init; }
    public required Guid RequestId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required PayoutKind Kind { get; init; }
    public required Money Amount { get; init; }
    public PayoutStatus Status { get; private set; } = PayoutStatus.PENDING;
    public required string CreatedBy { get; init; }
    public string? ApprovedBy { get; private set; }

    /// <summary>Last civil day for which its money is held.</summary>
    public DateOnly? HeldUntil { get; private set; }
    public string? BankSerial { get; private set; }
    public DateTimeOffset? PaidAt { get; private set; }
    public long Version { get; private set; } = 1;
    public required DateTimeOffset CreatedAt { get; init; }

    internal static Payout Of(SpendRequest request, PayoutKind kind, Money amount, MoveFacts facts) => new()
    {
        Id = Guid.CreateVersion7(),
        RequestId = request.Id,
        StreetCode = request.StreetCode,
        DivisionCode = request.DivisionCode,
        Kind = kind,
        Amount = amount,
        CreatedBy = facts.Actor,
        CreatedAt = facts.At,
    };

    /// <summary>By another person than the one who asked.</summary>
    public Result Approve(string approver, DateOnly heldUntil)
    {
        if (Status is not PayoutStatus.PENDING) return PayoutErrors.WrongStatus(Status);
        if (approver == CreatedBy) return PayoutErrors.SamePerson;
        (Status, ApprovedBy, HeldUntil) = (PayoutStatus.APPROVED, approver, heldUntil);
        return Result.Success;
    }

    /// <summary>The bank paid, while the money was held.</summary>
    public Result Pay(string bankSerial, DateTimeOffset bookedAt, DateOnly today)
    {
        if (Status is not PayoutStatus.APPROVED) return PayoutErrors.WrongStatus(Status);
        if (today > HeldUntil) return PayoutErrors.Expired(HeldUntil!.Value);
        (Status, BankSerial, PaidAt) = (PayoutStatus.PAID, bankSerial, bookedAt);
        return Result.Success;
    }

    /// <summary>Nothing has left yet.</summary>
    public Result Cancel()
    {
        if (Status is not (PayoutStatus.PENDING or PayoutStatus.APPROVED)) return PayoutErrors.WrongStatus(Status);
        Status = PayoutStatus.CANCELLED;
        return Result.Success;
    }
}

internal sealed class PayoutMapping : IEntityTypeConfiguration<Payout>
{
    public void Configure(EntityTypeBuilder<Payout> builder)
    {
        builder.ToTable("spend_payouts");
        builder.Property(payout => payout.Id).ValueGeneratedNever();
    }
}
