using CivicPlatform.Funds.Reminders;

namespace CivicPlatform.Funds.Campaigns;

/// <summary>A campaign as staff see it; totals of its buildings included, no household.</summary>
/// <param name="UnitPrice">Yuan per m²; left out where the bills are those of a cost agreement.</param>
/// <param name="AgreementId">The cost agreement that is collected.</param>
public sealed record CampaignView(
    Guid Id, Guid EstateId, Guid AccountId, Guid? CaseId, Guid? DecisionId, string Title, Money? UnitPrice,
    Guid? AgreementId, TriggerRule TriggerRule, [CodesOf(typeof(SurplusRules))] string SurplusRule,
    ReminderRules Reminders, CampaignStatus Status, DateOnly? OpenedOn, DateOnly? ClosedOn)
{
    /// <summary>Σ of the buildings; left out before the campaign opens.</summary>
    public BuildingView? Totals { get; init; }

    /// <summary>Lines that wait for a person, and what they hold.</summary>
    public int? SuspenseLines { get; init; }

    public Money? Suspense { get; init; }

    /// <summary>What households paid beyond their bills.</summary>
    public Money? Credits { get; init; }

    public static CampaignView Of(Campaign c) => new(c.Id, c.EstateId, c.AccountId, c.CaseId, c.DecisionId, c.Title,
        c.UnitPrice, c.AgreementId, c.TriggerRule, c.SurplusRule, c.Reminders, c.Status, c.OpenedOn, c.ClosedOn);
}

/// <summary>Totals of one building, or of all of them when <paramref name="Building"/> is left out.</summary>
/// <param name="ThresholdReachedOn">Civil day of the bank line that crossed the trigger; stays after a refund.</param>
public sealed record BuildingView(
    string? Building, Money Receivable, Money Collected, string CollectedPercent, int Households, int HouseholdsPaid,
    string HouseholdsPaidPercent, Money Advanced, Money Repaid, Money AdvanceOutstanding, Money Spent,
    bool BelowTrigger, ThresholdView? Threshold, DateOnly? ThresholdReachedOn)
{
    public static BuildingView Of(string? building, BuildingTotals totals, BuildingMoney money) => new(building,
        totals.Receivable, totals.Collected, Percentage.Show(totals.Collected.Fen, totals.Receivable.Fen),
        totals.Households, totals.HouseholdsPaid, Percentage.Show(totals.HouseholdsPaid, totals.Households),
        money.Advanced, money.Repaid, money.Advanced - money.Repaid, money.Spent, BelowTrigger: false, null, null);
}

/// <summary>The moment a building reached its trigger (RAISE-03).</summary>
public sealed record ThresholdView(string BankSerial, DateTimeOffset BookedAt, Money Collected, Money Receivable);

/// <summary>What moved for one building besides collections.</summary>
public readonly record struct BuildingMoney(Money Advanced, Money Repaid, Money Spent);
