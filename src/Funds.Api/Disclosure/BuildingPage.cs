using CivicPlatform.Funds.Proofs;
using CivicPlatform.Funds.Spending;

namespace CivicPlatform.Funds.Disclosure;

/// <summary>
/// What is public about one building (T0): totals, lifts and spending lines, no household. The text of this record
/// is what a daily page hashes (RAISE-10).
/// </summary>
/// <param name="ThresholdReachedOn">Civil day of the bank line that crossed the trigger; stays after a refund.</param>
/// <param name="Credit">Paid beyond the bills; absent on pages from before lines had a root.</param>
/// <param name="Lines">What the page says of the lines behind it; absent on those pages as well.</param>
public sealed record BuildingPage(
    string Building, Money Receivable, Money Collected, int Households, int HouseholdsPaid,
    DateOnly? ThresholdReachedOn, Money Advanced, Money Repaid, IReadOnlyList<LiftView> Lifts,
    IReadOnlyList<SpendingView> Spendings, Money? Credit = null, PageRoot? Lines = null);

/// <param name="State">OUT_OF_SERVICE, SCHEDULED, IN_WORKS, ACCEPTANCE or IN_SERVICE.</param>
public sealed record LiftView(string LiftNo, string State);

/// <param name="Kind">WORKS or ADVANCE_REPAYMENT.</param>
/// <param name="Payee">An organisation (FUND-22).</param>
public sealed record SpendingView(
    DateOnly Day, string Building, [CodesOf(typeof(OutPayment), nameof(OutPayment.Kinds))] string Kind, string Purpose,
    string Payee, Money Amount);

/// <summary>A page and which daily page it is; not a daily page yet when <paramref name="Day"/> is left out.</summary>
public sealed record PublishedPage(
    BuildingPage Page, Guid? SnapshotId, DateOnly? Day, int? Version, string? CorrectionReason,
    DateTimeOffset? ClosedAt, string? Hash)
{
    /// <summary>The state of now, of which no page was closed yet.</summary>
    public static PublishedPage Live(BuildingPage page) => new(page, null, null, null, null, null, null);
}
