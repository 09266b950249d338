using CivicPlatform.Funds.Posting;

namespace CivicPlatform.Funds.Refunds;

/// <summary>A refund as staff see it (T3): the household by its room, no name.</summary>
/// <param name="FromBill">What it took from the bill; zero before it is paid.</param>
public sealed record RefundView(
    Guid Id, Guid CampaignId, Guid BillId, string Building, string Entrance, string Room, RefundKind Kind,
    Money Amount, string Reason, RefundStatus Status, string CreatedBy, string? ApprovedBy, string? BankSerial,
    DateTimeOffset? PaidAt, Money FromBill, Money FromCredit, DateTimeOffset CreatedAt)
{
    internal static RefundView Of(Refund r, UnitCode u) => new(r.Id, r.CampaignId, r.BillId, u.Building, u.Entrance,
        u.Room, r.Kind, r.Amount, r.Reason, r.Status, r.CreatedBy, r.ApprovedBy, r.BankSerial, r.PaidAt, r.FromBill,
        r.FromCredit, r.CreatedAt);
}
