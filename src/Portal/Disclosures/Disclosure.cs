namespace CivicPlatform.Portal.Disclosures;

/// <summary>What Funds publishes of a campaign (T0, RAISE-10): totals. Money and percents are decimal texts.</summary>
public sealed record Disclosure
{
    public required Guid CampaignId { get; init; }
    public required string Title { get; init; }
    public string? EstateName { get; init; }

    /// <summary>OPEN or CLOSED.</summary>
    public required string Status { get; init; }

    /// <summary>Yuan for one m².</summary>
    public required string UnitPrice { get; init; }

    /// <summary>Share of the receivable at which a building's works start.</summary>
    public required int TriggerPercent { get; init; }
    public DateOnly? OpenedOn { get; init; }
    public DateOnly? ClosedOn { get; init; }

    /// <summary>Civil day of the newest daily page; null before the first, when figures are live.</summary>
    public DateOnly? Day { get; init; }
    public DateTimeOffset? PageClosedAt { get; init; }
    public required CollectionFigures Totals { get; init; }
    public required AdvanceFigures Advance { get; init; }
    public required IReadOnlyList<BuildingDisclosure> Buildings { get; init; }
    public required IReadOnlyList<SpendingLine> Spendings { get; init; }
}

/// <summary>Receivable and collected; what was collected is null where it is withheld.</summary>
public record CollectionFigures
{
    public required string Receivable { get; init; }
    public string? Collected { get; init; }
    public string? CollectedPercent { get; init; }
    public required int Households { get; init; }
    public int? HouseholdsPaid { get; init; }
    public string? HouseholdsPaidPercent { get; init; }
}

/// <summary>The property company's advance in yuan (RAISE-06).</summary>
public sealed record AdvanceFigures
{
    public required string Received { get; init; }
    public required string Repaid { get; init; }
    public required string Outstanding { get; init; }
}

/// <summary>The daily page of one building.</summary>
public sealed record BuildingDisclosure : CollectionFigures
{
    public required string Building { get; init; }

    /// <summary>True for fewer than five households: no figures of so small a group (PRIV-11).</summary>
    public bool Withheld { get; init; }
    public DateOnly? ThresholdReachedOn { get; init; }
    public DateOnly? Day { get; init; }

    /// <summary>Above 1 for a corrected page.</summary>
    public int? Version { get; init; }
    public string? CorrectionReason { get; init; }
    public required IReadOnlyList<LiftDisclosure> Lifts { get; init; }
}

/// <param name="State">OUT_OF_SERVICE, SCHEDULED, IN_WORKS, ACCEPTANCE or IN_SERVICE.</param>
public sealed record LiftDisclosure(string LiftNo, string State);

/// <summary>One payment out of the account.</summary>
public sealed record SpendingLine
{
    public required DateOnly Day { get; init; }
    public string? Building { get; init; }
    public required string Kind { get; init; }
    public string? Purpose { get; init; }

    /// <summary>An organisation; never a person.</summary>
    public string? Payee { get; init; }
    public required string Amount { get; init; }
}
