namespace CivicPlatform.Funds.Campaigns;

/// <summary>Whether a bill is covered.</summary>
public static class BillStatuses
{
    public const string Paid = "PAID";
    public const string Unpaid = "UNPAID";

    public static readonly IReadOnlyList<string> All = [Paid, Unpaid];
}
