using System.Text.RegularExpressions;
using CivicPlatform.Funds.Posting;
using CivicPlatform.Funds.Statements;

namespace CivicPlatform.Funds.Suspense;

/// <summary>How well a bill fits a line, in points that a person can follow; pure.</summary>
public sealed partial class SuggestionScore
{
    /// <summary>What points are given for.</summary>
    public static readonly IReadOnlyList<string> Reasons =
        ["MEMO_NAMES_UNIT", "MEMO_NAMES_ROOM", "AMOUNT_IS_OUTSTANDING"];

    private readonly Money _amount;
    private readonly HashSet<UnitCode> _units;

    private SuggestionScore(Money amount, HashSet<UnitCode> units, IReadOnlySet<string> rooms) =>
        (_amount, _units, Rooms) = (amount, units, rooms);

    /// <summary>Room numbers that the memo may mean.</summary>
    public IReadOnlySet<string> Rooms { get; }

    public static SuggestionScore Of(string memo, Money amount)
    {
        var units = MemoMatcher.Named(memo).Take(10).ToHashSet();
        var rooms = RoomNumber().Matches(FullWidth.Fold(memo)).Select(m => m.Value).Take(10)
            .Concat(units.Select(u => u.Room)).ToHashSet(StringComparer.Ordinal);
        return new SuggestionScore(amount, units, rooms);
    }

    /// <summary>0 to 100, with what it is made of.</summary>
    public (int Points, IReadOnlyList<string> Reasons) Rate(UnitCode unit, Money outstanding)
    {
        var (points, reasons) = (0, new List<string>(2));
        if (_units.Contains(unit)) Add(60, Reasons[0]);
        else if (Rooms.Contains(unit.Room)) Add(30, Reasons[1]);
        if (outstanding > Money.Zero && outstanding == _amount) Add(40, Reasons[2]);
        return (points, reasons);

        void Add(int more, string reason)
        {
            points += more;
            reasons.Add(reason);
        }
    }

    // Three to six digits that stand alone; a longer run is a phone or an account.
    [GeneratedRegex("(?<![0-9])[0-9]{3,6}(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex RoomNumber();
}
