using System.Globalization;
using CivicPlatform.Kernel;

namespace CivicPlatform.Portal.Disclosures;

/// <summary>How far a collection has come, in whole fen, and where its start line lies (RAISE-03).</summary>
public sealed record CollectionProgress
{
    private CollectionProgress(Money receivable, Money collected, int triggerPercent) =>
        (Receivable, Collected, TriggerPercent) = (receivable, collected, triggerPercent);

    public Money Receivable { get; }
    public Money Collected { get; }
    public int TriggerPercent { get; }

    /// <summary>Null when a figure is withheld or unreadable.</summary>
    public static CollectionProgress? Of(string receivable, string? collected, int triggerPercent) =>
        Money.TryParse(receivable, out var due) && Money.TryParse(collected, out var paid)
            ? new CollectionProgress(due, paid, triggerPercent)
            : null;

    /// <summary>Collected reached the start line, equality included; compared in integers (NUM-01).</summary>
    public bool HasReachedTrigger => (Int128)Collected.Fen * 100 >= (Int128)Receivable.Fen * TriggerPercent;

    /// <summary>What is missing to the start line, rounded up to the fen; zero once it is reached.</summary>
    public Money MissingToTrigger => HasReachedTrigger
        ? Money.Zero
        : new Money((long)(((Int128)Receivable.Fen * TriggerPercent + 99) / 100) - Collected.Fen);

    /// <summary>Width of the bar: never past its end, and never a sliver of nothing.</summary>
    public string BarWidth => Percent(Math.Clamp(Permyriad, 0, 10_000));

    /// <summary>Place of the mark in the bar.</summary>
    public string MarkPlace => Percent(TriggerPercent * 100L);

    private long Permyriad => Receivable.Fen <= 0 ? 0 : (long)((Int128)Collected.Fen * 10_000 / Receivable.Fen);

    private static string Percent(long permyriad) =>
        (permyriad / 100m).ToString("0.##", CultureInfo.InvariantCulture) + "%";
}
