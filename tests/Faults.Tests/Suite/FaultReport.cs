using System.Collections.Concurrent;
using System.Globalization;

namespace CivicPlatform.Faults.Tests.Suite;

/// <summary>What came of a fault: figures, and every finding that speaks against the platform.</summary>
public sealed class FaultReport(string id, string title)
{
    private readonly ConcurrentQueue<string> _findings = new();
    private readonly ConcurrentQueue<string> _figures = new();

    public string Id => id;

    public string Title => title;

    /// <summary>How often the fault was caused.</summary>
    public int Rounds { get; set; }

    /// <summary>Writes that were answered with success.</summary>
    public int Acknowledged { get; set; }

    /// <summary>Acknowledged writes, or effects of them, that were not found.</summary>
    public int Lost { get; set; }

    /// <summary>Writes or effects that were found more than once.</summary>
    public int Doubled { get; set; }

    /// <summary>The longest that a caller waited for an answer, or that a service was away.</summary>
    public TimeSpan? Recovery { get; set; }

    /// <summary>From the last answer until every outbox was empty and every effect visible.</summary>
    public TimeSpan? Drained { get; set; }

    /// <summary>Why it could not run here; null when it ran.</summary>
    public string? Skipped { get; set; }

    public IReadOnlyCollection<string> Findings => _findings;

    public bool Holds => Skipped is null && _findings.IsEmpty && Lost == 0 && Doubled == 0;

    /// <summary>HOLDS, BROKEN or NOT RUN.</summary>
    public string Verdict => Skipped is not null ? "NOT RUN" : Holds ? "HOLDS" : "BROKEN";

    /// <summary>Something that must not be.</summary>
    public void Find(string finding) => _findings.Enqueue(finding);

    /// <summary>Finds it unless the condition holds.</summary>
    public void Require(bool condition, string finding)
    {
        if (!condition) Find(finding);
    }

    /// <summary>A figure beyond the columns of the table.</summary>
    public void Figure(string name, FormattableString value) =>
        _figures.Enqueue($"{name} {value.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>A longer recovery than the one noted so far.</summary>
    public void Recovered(TimeSpan took)
    {
        if (Recovery is null || took > Recovery) Recovery = took;
    }

    public static string TableHead =>
        "| # | Fault | Rounds | Acknowledged | Lost | Doubled | Recovery (max) | Drained | Verdict | Figures |\n" +
        "|---|---|---|---|---|---|---|---|---|---|";

    /// <summary>The row of the table in docs/reliability.md.</summary>
    public string Row => string.Create(CultureInfo.InvariantCulture,
        $"| {id} | {title} | {Rounds} | {Acknowledged} | {Lost} | {Doubled} | {Seconds(Recovery)} | " +
        $"{Seconds(Drained)} | {Verdict} | {Skipped ?? string.Join("; ", _figures)} |");

    private static string Seconds(TimeSpan? span) =>
        span is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known.TotalSeconds:0.0} s") : "-";
}
