using CivicPlatform.Funds.Posting;
using CivicPlatform.ServiceDefaults.Data;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Funds.Refunds;

/// <summary>Why money goes back.</summary>
public enum RefundKind
{
    /// <summary>A household asked, and staff wrote it down.</summary>
    REQUESTED,

    /// <summary>Proposed when the campaign closed with money left (RAISE-11).</summary>
    SURPLUS,
}

/// <summary>Where a refund stands.</summary>
public enum RefundStatus
{
    /// <summary>Asked for; another person must approve it.</summary>
    PENDING,

    /// <summary>The bank may pay.</summary>
    APPROVED,

    /// <summary>The bank has paid.</summary>
    PAID,

    /// <summary>Given up.</summary>
    CANCELLED,
}

/// <summary>Money back to one household: one person asks, another approves, the bank pays (RAISE-12).</summary>
public sealed class Refund : ITenantOwned, IVersioned
{
    private Refund() { } // EF Core.

    public required Guid Id { get; init; }
    public required Guid CampaignId { get; init; }
    public required Guid AccountId { get; init; }
    public required Guid BillId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required RefundKind Kind { get; init; }

    /// <summary>Yuan, above zero.</summary>
    public required Money Amount { get; init; }

    /// <summary>The office's words, no person.</summary>
    public required string Reason { get; init; }

    public RefundStatus Status { get; private set; } = RefundStatus.PENDING;
    public required string CreatedBy { get; init; }
    public string? ApprovedBy { get; private set; }
    public string? BankSerial { get; private set; }
    public DateTimeOffset? PaidAt { get; private set; }

    /// <summary>What it took from the bill: that much is owed again.</summary>
    public Money FromBill { get; private set; }

    /// <summary>What it took from the household's credit.</summary>
    public Money FromCredit { get; private set; }

    public long Version { get; private set; } = 1;
    public required DateTimeOffset CreatedAt { get; init; }

    internal static Refund Of(HeldBill bill, Money amount, string reason, (string Actor, DateTimeOffset At) asked) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            CampaignId = bill.Row.Campaign.Id,
            AccountId = bill.Book.Id,
            BillId = bill.Row.Id,
            StreetCode = bill.Book.StreetCode,
            DivisionCode = bill.Book.DivisionCode,
            Kind = RefundKind.REQUESTED,
            Amount = amount,
            Reason = reason,
            CreatedBy = asked.Actor,
            CreatedAt = asked.At,
        };

    /// <summary>By another person than the one who asked.</summary>
    public Result Approve(string approver)
    {
        if (Status is not RefundStatus.PENDING) return RefundErrors.WrongStatus(Status);
        if (approver == CreatedBy) return RefundErrors.SamePerson;
        (Status, ApprovedBy) = (RefundStatus.APPROVED, approver);
        return Result.Success;
    }

    /// <summary>Whether the bank's payment may be written down.</summary>
    public Result CanPay() => Status is RefundStatus.APPROVED ? Result.Success : RefundErrors.WrongStatus(Status);

    /// <summary>The bank paid; the parts are what it took, together the amount.</summary>
    public void Pay(string bankSerial, DateTimeOffset bookedAt, Money fromBill, Money fromCredit)
    {
        if (CanPay().Error is not null || fromBill + fromCredit != Amount) throw new InvalidOperationException();
        (Status, BankSerial, PaidAt) = (RefundStatus.PAID, bankSerial, bookedAt);
        (FromBill, FromCredit) = (fromBill, fromCredit);
    }

    /// <summary>Nothing has left yet.</summary>
    public Result Cancel()
    {
        if (Status is not (RefundStatus.PENDING or RefundStatus.APPROVED)) return RefundErrors.WrongStatus(Status);
        Status = RefundStatus.CANCELLED;
        return Result.Success;
    }
}

internal sealed class RefundMapping : IEntityTypeConfiguration<Refund>
{
    public void Configure(EntityTypeBuilder<Refund> builder)
    {
        builder.ToTable("refunds");
        builder.Property(refund => refund.Id).ValueGeneratedNever();
    }
}
