using Npgsql;

namespace CivicPlatform.Funds.LiftCards;

/// <summary>A card as staff see it (T3): the household by its room, no name, no number of the card.</summary>
/// <param name="WasPaid">Whether the bill was covered when it was issued.</param>
public sealed record LiftCardView(
    Guid Id, Guid CampaignId, Guid BillId, string Building, string Entrance, string Room,
    [CodesOf(typeof(CardStatuses))] string Status, [CodesOf(typeof(IssueReasons))] string Reason, bool WasPaid,
    DateTimeOffset IssuedAt, [CodesOf(typeof(CancelReasons))] string? CancelReason, Guid? DecisionId,
    DateTimeOffset? CancelledAt, long Version)
{
    internal const string ColumnsSql =
        "k.id, k.campaign_id, k.bill_id, b.building, b.entrance, b.room, k.status, k.reason, k.was_paid, " +
        "k.issued_at, k.cancel_reason, k.decision_id, k.cancelled_at, k.version " +
        "from lift_cards k join bills b on b.id = k.bill_id";

    internal static LiftCardView Map(NpgsqlDataReader r) => new(r.GetGuid(0), r.GetGuid(1), r.GetGuid(2),
        r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6), r.GetString(7), r.GetBoolean(8),
        r.GetFieldValue<DateTimeOffset>(9), r.TextOrNull(10), r.GuidOrNull(11),
        r.IsDBNull(12) ? null : r.GetFieldValue<DateTimeOffset>(12), r.GetInt64(13));
}
