using System.Text.RegularExpressions;
using CivicPlatform.Funds.Posting;

namespace CivicPlatform.Funds.Statements;

/// <summary>What a bank memo says.</summary>
/// <param name="Unit">The one household that it names; null when none or several are named.</param>
/// <param name="SaysRefund">It calls the line a refund (退款).</param>
public readonly record struct MemoReading(UnitCode? Unit, bool SaysRefund);

/// <summary>
/// Reads the memo of a bank line. A memo that names two different households names none: a person decides then,
/// because money booked to the wrong household is worse than money that waits.
/// </summary>
public static partial class MemoMatcher
{
    /// <summary>Longest memo taken from outside, in characters.</summary>
    public const int MaxLength = 200;

    private static readonly string[] s_refundWords = ["退款", "退费", "退还", "退回"];

    /// <summary>Reads "3-1-301 电梯大修", "３－１－３０１", "6号楼1单元302室电梯款" and the same with "退款".</summary>
    public static MemoReading Read(string memo)
    {
        var text = Narrow(memo);
        var units = Units(text).Take(2).ToArray();
        var saysRefund = s_refundWords.Any(word => text.Contains(word, StringComparison.Ordinal));
        return new MemoReading(units is [var only] ? only : null, saysRefund);
    }

    /// <summary>Every household that the memo names, each once.</summary>
    public static IEnumerable<UnitCode> Named(string memo) => Units(Narrow(memo));

    private static IEnumerable<UnitCode> Units(string text) => Dashed().Matches(text).Concat(Spelled().Matches(text))
        .Select(m => new UnitCode(m.Groups["b"].Value, m.Groups["e"].Value, m.Groups["r"].Value)).Distinct();

    /// <summary>Full-width forms to ASCII and every dash to '-': banks' forms differ in nothing else.</summary>
    private static string Narrow(string text) => string.Create(text.Length, FullWidth.Fold(text), static (to, from) =>
    {
        for (var i = 0; i < from.Length; i++)
            to[i] = from[i] is (>= '\u2010' and <= '\u2015') or '\u2212' ? '-' : from[i];
    });

    [GeneratedRegex(@"(?<![0-9A-Za-z-])(?<b>[0-9]{1,4}) ?- ?(?<e>[0-9]{1,3}) ?- ?(?<r>[0-9]{1,6})(?![0-9A-Za-z-])",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Dashed();

    [GeneratedRegex(
        @"(?<![0-9-])(?<b>[0-9]{1,4}) ?(号楼|幢|栋|座) ?(?<e>[0-9]{1,3}) ?(单元|门) ?(?<r>[0-9]{1,6})(?![0-9-])",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Spelled();
}
