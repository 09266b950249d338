using System.Globalization;

namespace CivicPlatform.Kernel.Seals;

/// <summary>
/// Which transactions were over at one moment (PostgreSQL's <c>pg_snapshot</c>): rows commit in another order than
/// they are numbered, so what a block holds is told by snapshots and not by a range of numbers.
/// </summary>
/// <param name="Min">Every transaction below was over.</param>
/// <param name="Max">Every transaction from here on was not.</param>
/// <param name="Running">Those between that were not.</param>
public sealed record TransactionSnapshot(ulong Min, ulong Max, IReadOnlyList<ulong> Running)
{
    /// <summary>Before the first transaction.</summary>
    public static readonly TransactionSnapshot Empty = new(1, 1, []);

    /// <summary>Reads <c>min:max:running,running</c>.</summary>
    /// <exception cref="FormatException">The text is nothing that the database wrote.</exception>
    public static TransactionSnapshot Parse(string text)
    {
        var parts = text.Split(':');
        if (parts.Length != 3) throw new FormatException("A snapshot has three parts.");
        return new TransactionSnapshot(Read(parts[0]), Read(parts[1]),
            [.. parts[2].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Read)]);
    }

    /// <summary>True when that transaction was over.</summary>
    public bool Sees(ulong transaction) =>
        transaction < Min || (transaction < Max && !Running.Contains(transaction));

    /// <summary>The same moment as if nothing from that transaction on had begun: keeps a block small.</summary>
    public TransactionSnapshot CutBefore(ulong transaction) => transaction >= Max
        ? this
        : new(Math.Min(Min, transaction), transaction, [.. Running.Where(t => t < transaction)]);

    /// <summary>As the database writes it.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Min}:{Max}:{string.Join(',', Running)}");

    private static ulong Read(string text) => ulong.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
