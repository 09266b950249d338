using CivicPlatform.Consultation.Motions;

namespace CivicPlatform.Consultation.Tests.Motions;

/// <summary>Small rolls and the papers for them.</summary>
internal static class Rolls
{
    /// <summary>So many units of so many m², each of its own owner.</summary>
    public static IReadOnlyList<TallyUnit> Of(int units, int squareMetres = 100, int from = 0) =>
        [.. Enumerable.Range(from, units)
            .Select(i => new TallyUnit($"u{i}", squareMetres * 100L, [$"owner{i}"], SaleStatus.Sold))];

    public static IReadOnlyList<TallyUnit> OwnedBy(
        this IReadOnlyList<TallyUnit> roll, string owner, params int[] units) =>
        [.. roll.Select((unit, i) => units.Contains(i) ? unit with { Owners = [owner] } : unit)];

    public static IReadOnlyList<TallyUnit> WithStatus(
        this IReadOnlyList<TallyUnit> roll, SaleStatus status, params int[] units) =>
        [.. roll.Select((unit, i) => units.Contains(i) ? unit with { Status = status } : unit)];

    /// <summary>"6F 2A 1- 1X 3." = six units For, then two Against, one Abstain, one Invalid, three no paper.</summary>
    public static IReadOnlyList<TallyBallot> Papers(IReadOnlyList<TallyUnit> roll, string papers)
    {
        var ballots = new List<TallyBallot>();
        var next = 0;
        foreach (var group in papers.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var count = int.Parse(group[..^1], System.Globalization.CultureInfo.InvariantCulture);
            foreach (var unit in roll.Skip(next).Take(count))
                if (ChoiceOf(group[^1]) is { } choice) ballots.Add(new TallyBallot(unit.Unit, choice));
            next += count;
        }
        return ballots;
    }

    private static Choice? ChoiceOf(char letter) => letter switch
    {
        'F' => Choice.For,
        'A' => Choice.Against,
        '-' => Choice.Abstain,
        'X' => Choice.Invalid,
        '.' => null,
        _ => throw new ArgumentOutOfRangeException(nameof(letter)),
    };
}
