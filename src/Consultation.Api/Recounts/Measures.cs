using System.Globalization;
using CivicPlatform.Consultation.Motions;

namespace CivicPlatform.Consultation.Recounts;

/// <summary>A count as a list of named figures, so that a difference has a name.</summary>
internal static class Measures
{
    public const string None = "-";

    /// <summary>What differs between a stored count and one made again; nothing when they agree.</summary>
    public static IEnumerable<Difference> Between(IReadOnlyDictionary<string, string> stored,
        IReadOnlyDictionary<string, string> recounted) =>
        from measure in stored.Keys.Union(recounted.Keys)
        let was = stored.GetValueOrDefault(measure, None)
        let now = recounted.GetValueOrDefault(measure, None)
        where was != now
        select new Difference(measure, was, now);

    public static Dictionary<string, string> Of(TallyResult result, int ballots)
    {
        var all = new Dictionary<string, string> { ["ballots"] = Text(ballots) };
        Add(all, "", result);
        if (result.Strict is { } strict) Add(all, "strict.", strict);
        return all;
    }

    private static void Add(Dictionary<string, string> all, string prefix, TallyResult result)
    {
        all[$"{prefix}outcome"] = Codes.Of(result.Outcome);
        all[$"{prefix}quorumMet"] = result.QuorumMet ? "true" : "false";
        foreach (var (name, figure) in ((string, TallyFigure)[])
            [
                ("total", result.Count.Total), ("for", result.Count.For), ("against", result.Count.Against),
                ("abstain", result.Count.Abstain), ("invalid", result.Count.Invalid),
                ("conflict", result.Count.Conflict), ("silent", result.Count.Silent),
            ])
        {
            all[$"{prefix}{name}.area"] = new Area(figure.Area).ToString();
            all[$"{prefix}{name}.heads"] = Text(figure.Heads);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
