namespace CivicPlatform.Funds.Suspense;

/// <summary>Spreads the money of suspense lines over the parts of an assignment, to the fen; pure.</summary>
public static class SuspenseSplit
{
    /// <summary>A piece of one line that goes to one part.</summary>
    /// <param name="Line">Index of the line.</param>
    /// <param name="Part">Index of the part.</param>
    public readonly record struct Piece(int Line, int Part, Money Amount);

    /// <summary>
    /// Takes the lines in their order and fills the parts in theirs, so the same request always gives the same pieces.
    /// 422 unless all amounts have one sign and the parts are the lines together.
    /// </summary>
    public static Result<IReadOnlyList<Piece>> Of(IReadOnlyList<Money> lines, IReadOnlyList<Money> parts)
    {
        var (whole, sum) = (Sum(lines), Sum(parts));
        if (whole != sum) return SuspenseErrors.PartsAreNotTheWhole(whole, sum);
        var isInflow = whole > Money.Zero;
        if (lines.Concat(parts).Any(a => a == Money.Zero || a > Money.Zero != isInflow))
            return SuspenseErrors.MixedSigns;

        var pieces = new List<Piece>(lines.Count + parts.Count);
        var (part, open) = (0, parts[0]);
        for (var line = 0; line < lines.Count; line++)
        {
            for (var left = lines[line]; left != Money.Zero;)
            {
                if (open == Money.Zero) open = parts[++part];
                var piece = Smaller(left, open);
                pieces.Add(new Piece(line, part, piece));
                (left, open) = (left - piece, open - piece);
            }
        }
        return pieces;
    }

    // Both have one sign here.
    private static Money Smaller(Money a, Money b) => Math.Abs(a.Fen) < Math.Abs(b.Fen) ? a : b;

    private static Money Sum(IEnumerable<Money> amounts) => amounts.Aggregate(Money.Zero, (sum, a) => sum + a);
}
