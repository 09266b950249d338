using System.Globalization;

namespace CivicPlatform.Bench;

/// <summary>One run of one load.</summary>
/// <param name="Rate">Done per second.</param>
/// <param name="Typical">Milliseconds: the median of wrk, the mean of pgbench.</param>
/// <param name="P99">Milliseconds; 0 where it was not measured.</param>
/// <param name="Errors">Answers other than 2xx and lost connections.</param>
public sealed record LoadResult(double Rate, double Typical, double P99, long Errors);

/// <summary>Interleaved rounds of several loads; ratios are taken within a round, then their median.</summary>
public sealed class Rounds(string title, params string[] names)
{
    private readonly List<LoadResult[]> _rounds = [];

    /// <summary>Adds one round: the loads in the order of their names.</summary>
    public void Add(params LoadResult[] results) => _rounds.Add(results);

    /// <summary>The median of the ratio of two loads' rates.</summary>
    public double Ratio(int load, int floor) => Median(_rounds.Select(r => r[load].Rate / r[floor].Rate));

    /// <summary>Prints medians, and the last load's ratio to each of the others.</summary>
    public void Print()
    {
        Console.WriteLine($"\n{title}");
        Console.WriteLine($"{"",-34}{"per s",10}{"p50 ms",10}{"p99 ms",10}{"errors",8}{"ratio",8}");
        var last = names.Length - 1;
        for (var load = 0; load <= last; load++) Console.WriteLine(Line(load, last));
    }

    private string Line(int load, int last)
    {
        var results = _rounds.Select(r => r[load]).ToArray();
        var rate = Median(results.Select(r => r.Rate));
        var (typical, p99) = (Median(results.Select(r => r.Typical)), Median(results.Select(r => r.P99)));
        var ratio = load == last ? "" : Ratio(last, load).ToString("0.00", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture,
            $"{names[load],-34}{rate,10:0}{typical,10:0.00}{p99,10:0.0}{results.Sum(r => r.Errors),8}{ratio,8}");
    }

    /// <summary>The middle one, or the mean of the middle two.</summary>
    public static double Median(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToArray();
        return sorted.Length == 0 ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
