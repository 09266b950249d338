namespace CivicPlatform.Funds.SharedCosts;

/// <summary>A shared cost as staff see it.</summary>
/// <param name="Paid">Of the total, what the bank has paid.</param>
public sealed record SharedCostView(
    Guid Id, Guid EstateId, Guid RepairProjectId, string Contractor, string InvoiceNumber, string DocumentHash,
    string Purpose, Money Total, Money Paid, SharedCostStatus Status, IReadOnlyList<SharedCostView.Part> Parts,
    string CreatedBy, DateTimeOffset CreatedAt, string? ApprovedBy, long Version)
{
    /// <param name="SpendingId">The payment; absent until the bank paid.</param>
    public sealed record Part(
        Guid ProjectId, Guid CampaignId, string Building, string Weight, Money Share, Guid? SpendingId,
        string? BankSerial);

    public static SharedCostView Of(SharedCost cost) => new(
        cost.Id, cost.EstateId, cost.RepairProjectId, cost.Contractor, cost.InvoiceNumber, cost.DocumentHash,
        cost.Purpose, cost.Total,
        new Money(cost.Parts.Where(p => p.SpendingId is not null).Sum(p => p.Share.Fen)), cost.Status,
        [
            .. cost.Parts.Select(p => new Part(p.ProjectId, p.CampaignId, p.Building,
                $"{new Weight((long)(p.Weight * 1_000_000m))}", p.Share, p.SpendingId, p.BankSerial)),
        ],
        cost.CreatedBy, cost.CreatedAt, cost.ApprovedBy, cost.Version);
}
