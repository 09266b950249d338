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

    /// <summary>Medians with the spread of the rates, and the last load's ratio to each of the others.</summary>
    public void Report(Report report)
    {
        var last = names.Length - 1;
        report.Add(title, ["per s", "lowest", "highest", "p50 ms", "p99 ms", "errors", "ratio"],
            Enumerable.Range(0, names.Length).Select(load => Row(load, last)));
    }

    private string[] Row(int load, int last)
    {
        var results = _rounds.Select(r => r[load]).ToArray();
        var rates = results.Select(r => r.Rate).Order().ToArray();
        return
        [
            names[load], Bench.Report.Figure(Median(rates), "0"), Bench.Report.Figure(rates[0], "0"),
            Bench.Report.Figure(rates[^1], "0"), Bench.Report.Figure(Median(results.Select(r => r.Typical))),
            Bench.Report.Figure(Median(results.Select(r => r.P99)), "0.0"), $"{results.Sum(r => r.Errors)}",
            load == last ? "" : Bench.Report.Figure(Ratio(last, load)),
        ];
    }

    /// <summary>The middle one, or the mean of the middle two.</summary>
    public static double Median(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToArray();
        return sorted.Length == 0 ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
