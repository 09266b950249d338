using CivicPlatform.Funds.Campaigns;
using CivicPlatform.Funds.Ledger;

namespace CivicPlatform.Funds.Posting;

/// <summary>A checked bank line that is to be posted.</summary>
/// <param name="LineId">Id of the bank line.</param>
/// <param name="BookId">The dedicated account.</param>
/// <param name="Serial">The bank's serial number.</param>
/// <param name="BookedAt">When the bank booked it.</param>
/// <param name="Amount">Never zero; negative when money left.</param>
/// <param name="Unit">The household named by the memo, when it names one.</param>
/// <param name="SaysRefund">The memo calls it a refund.</param>
public sealed record LineToPost(
    Guid LineId, Guid BookId, string Serial, DateTimeOffset BookedAt, Money Amount, UnitCode? Unit, bool SaysRefund);

/// <summary>A line and where it went.</summary>
public sealed record PostedLine(LineToPost Line, Placement Placement, Guid? BillId);

/// <summary>An open campaign as a posting needs it, held under the book's lock.</summary>
internal sealed class CampaignState
{
    public required Guid Id { get; init; }
    public required Guid EstateId { get; init; }
    public required Guid? CaseId { get; init; }
    public required TriggerRule Rule { get; init; }
    public required Book Book { get; init; }
    public required long Events { get; set; }
    public Dictionary<string, BuildingState> Buildings { get; } = new(StringComparer.Ordinal);
}

/// <summary>One building while a batch is posted.</summary>
internal sealed class BuildingState
{
    public required string Building { get; init; }
    public required BuildingTotals Totals { get; set; }
    public required bool Fired { get; set; }
    public required bool Below { get; set; }
    public Money Net { get; set; }
    public int Lines { get; set; }
}

/// <summary>One bill while a batch is posted.</summary>
internal sealed class BillRow
{
    public required Guid Id { get; init; }
    public required string Building { get; init; }
    public required CampaignState Campaign { get; init; }
    public required BillState State { get; set; }
    public bool Changed { get; set; }
}

/// <summary>The bank line that took a building over its trigger.</summary>
internal sealed record Crossing(CampaignState Campaign, string Building, BuildingTotals Totals, LineToPost Line);
