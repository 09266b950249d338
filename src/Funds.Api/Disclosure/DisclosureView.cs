using CivicPlatform.Funds.Campaigns;

namespace CivicPlatform.Funds.Disclosure;

/// <summary>The public page of a campaign (T0): one answer holds all that the portal shows.</summary>
public sealed record DisclosureView(
    Guid CampaignId, string Title, Guid EstateId, string EstateName, string StreetCode,
    [CodesOf(typeof(CampaignStatus))] string Status, Money UnitPrice, int TriggerPercent, DateOnly OpenedOn,
    DateOnly? ClosedOn, DateOnly? Day, DateTimeOffset? PageClosedAt, TotalsView Totals, AdvanceView Advance,
    IReadOnlyList<DisclosedBuilding> Buildings, IReadOnlyList<SpendingView> Spendings)
{
    private const int TriggerAt = 50;

    /// <summary>Builds the page; small groups are withheld (no cell under 5 households).</summary>
    public static DisclosureView Of(PublicCampaign campaign, IReadOnlyList<PublishedPage> pages)
    {
        var withheld = SmallGroups.Withheld([.. pages.Select(p => (p.Page.Building, p.Page.Households))]);
        var households = pages.Sum(p => p.Page.Households);
        var totals = TotalsView.Of(pages.Select(p => p.Page), withhold: households < SmallGroups.Least);
        var newest = pages.Where(p => p.Day is not null).MaxBy(p => (p.Day, p.ClosedAt));
        return new DisclosureView(campaign.Id, campaign.Title, campaign.EstateId, campaign.EstateName,
            campaign.StreetCode, campaign.Status, campaign.UnitPrice, TriggerAt, campaign.OpenedOn, campaign.ClosedOn,
            newest?.Day, newest?.ClosedAt, totals, AdvanceView.Of(pages.Select(p => p.Page)),
            [.. pages.Select(p => DisclosedBuilding.Of(p, withheld.Contains(p.Page.Building)))],
            [.. pages.SelectMany(p => p.Page.Spendings).OrderBy(s => s.Day)]);
    }
}

/// <summary>A campaign as everybody may know it.</summary>
public sealed record PublicCampaign(
    Guid Id, string StreetCode, Guid EstateId, string EstateName, string Title, Money UnitPrice, string Status,
    DateOnly OpenedOn, DateOnly? ClosedOn);

/// <summary>Sums over buildings; percentages with one decimal, half away from zero (NUM-03).</summary>
public sealed record TotalsView(
    Money Receivable, Money? Collected, string? CollectedPercent, int Households, int? HouseholdsPaid,
    string? HouseholdsPaidPercent)
{
    public static TotalsView Of(IEnumerable<BuildingPage> pages, bool withhold)
    {
        var all = pages.ToArray();
        return Of((new Money(all.Sum(p => p.Receivable.Fen)), new Money(all.Sum(p => p.Collected.Fen))),
            (all.Sum(p => p.Households), all.Sum(p => p.HouseholdsPaid)), withhold);
    }

    /// <summary>Sums that were made elsewhere.</summary>
    public static TotalsView Of(
        (Money Receivable, Money Collected) money, (int All, int Paid) households, bool withhold) => withhold
        ? new TotalsView(money.Receivable, null, null, households.All, null, null)
        : new TotalsView(money.Receivable, money.Collected,
            Percentage.Show(money.Collected.Fen, money.Receivable.Fen), households.All, households.Paid,
            Percentage.Show(households.Paid, households.All));
}

/// <summary>What the property company put up, and what it is still owed (RAISE-06).</summary>
public sealed record AdvanceView(Money Received, Money Repaid, Money Outstanding)
{
    public static AdvanceView Of(IEnumerable<BuildingPage> pages)
    {
        var all = pages.ToArray();
        var (received, repaid) = (new Money(all.Sum(p => p.Advanced.Fen)), new Money(all.Sum(p => p.Repaid.Fen)));
        return new AdvanceView(received, repaid, received - repaid);
    }
}

/// <summary>One building on the public page.</summary>
/// <param name="Withheld">
/// The building has too few households to show how many of them paid: nor the day on which half was reached, nor the
/// hash of the page, from which the few possible figures could be guessed.
/// </param>
/// <param name="Root">Of the lines behind the page (docs/verify-disclosure.md).</param>
/// <param name="SnapshotId">By which an owner asks for the proof of his own line.</param>
public sealed record DisclosedBuilding(
    string Building, bool Withheld, Money Receivable, Money? Collected, string? CollectedPercent, int Households,
    int? HouseholdsPaid, string? HouseholdsPaidPercent, DateOnly? ThresholdReachedOn, DateOnly? Day, int? Version,
    string? CorrectionReason, string? Hash, string? Root, Guid? SnapshotId, IReadOnlyList<LiftView> Lifts)
{
    public static DisclosedBuilding Of(PublishedPage published, bool withheld)
    {
        var (page, totals) = (published.Page, TotalsView.Of([published.Page], withheld));
        return new DisclosedBuilding(page.Building, withheld, totals.Receivable, totals.Collected,
            totals.CollectedPercent, totals.Households, totals.HouseholdsPaid, totals.HouseholdsPaidPercent,
            withheld ? null : page.ThresholdReachedOn, published.Day, published.Version, published.CorrectionReason,
            withheld ? null : published.Hash, withheld ? null : page.Lines?.Root, published.SnapshotId, page.Lifts);
    }
}

/// <summary>PRIV-11: no cell under five households, also not by subtraction from the totals.</summary>
public static class SmallGroups
{
    /// <summary>The smallest group that may be shown.</summary>
    public const int Least = 5;

    /// <summary>
    /// The small groups, and larger ones in order of size until what the totals would give away by subtraction is a
    /// group of at least five.
    /// </summary>
    public static IReadOnlySet<string> Withheld(IReadOnlyList<(string Group, int Households)> groups)
    {
        var withheld = groups.Where(g => g.Households < Least).ToList();
        foreach (var group in groups.Where(g => g.Households >= Least).OrderBy(g => g.Households))
        {
            if (withheld.Count == 0 || withheld.Sum(g => g.Households) >= Least) break;
            withheld.Add(group);
        }

        return withheld.Select(g => g.Group).ToHashSet(StringComparer.Ordinal);
    }
}
