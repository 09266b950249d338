using System.Collections.Concurrent;
using System.Diagnostics;

namespace CivicPlatform.Faults.Tests.World;

/// <summary>A write that was answered with success.</summary>
/// <param name="StartedAt">Timestamp of the first try.</param>
/// <param name="Took">From the first try to the answer.</param>
/// <param name="Tries">How often it was sent.</param>
public sealed record Acknowledged(Write Write, Answer Answer, long StartedAt, TimeSpan Took, int Tries);

/// <summary>What the clients know: their own record of what they were told, kept outside of the platform.</summary>
public sealed class History
{
    private readonly ConcurrentQueue<Acknowledged> _acknowledged = new();
    private readonly ConcurrentQueue<Write> _unanswered = new();
    private readonly ConcurrentQueue<string> _refused = new();
    private readonly ConcurrentDictionary<(int, string), int> _failures = new();
    private readonly ConcurrentDictionary<(int, string), string> _said = new();

    public IReadOnlyCollection<Acknowledged> Acknowledged => _acknowledged;

    /// <summary>Given up without an answer: they may have happened or not, once at most.</summary>
    public IReadOnlyCollection<Write> Unanswered => _unanswered;

    /// <summary>Answers that no fault excuses.</summary>
    public IReadOnlyCollection<string> Refused => _refused;

    public TimeSpan LongestWait => _acknowledged.IsEmpty ? TimeSpan.Zero : _acknowledged.Max(a => a.Took);

    public IEnumerable<Acknowledged> Of(WriteKind kind) => _acknowledged.Where(a => a.Write.Kind == kind);

    /// <summary>From that moment until the first answer to a write begun after it; null when none came.</summary>
    public TimeSpan? FirstAfter(WriteKind kind, long moment)
    {
        var answered = Of(kind).Where(a => a.StartedAt > moment)
            .Select(a => Stopwatch.GetElapsedTime(moment, a.StartedAt) + a.Took).ToArray();
        return answered.Length == 0 ? null : answered.Min();
    }

    /// <summary>Answers that were not a success, by status and media type: what a caller heard meanwhile.</summary>
    public IReadOnlyDictionary<(int Status, string Media), int> Failures => _failures;

    /// <summary>The median time of writes that needed one try, in milliseconds; 0 when there is none.</summary>
    public double MedianMs(WriteKind kind)
    {
        var times = Of(kind).Where(a => a.Tries == 1).Select(a => a.Took.TotalMilliseconds).Order().ToArray();
        return times.Length == 0 ? 0 : times[times.Length / 2];
    }

    internal void Add(Acknowledged acknowledged) => _acknowledged.Enqueue(acknowledged);

    /// <summary>The body of the first such answer, which names a trace.</summary>
    public string FirstSaid((int Status, string Media) failure) => _said[failure];

    internal void Fail(Answer answer)
    {
        var failure = ((int)answer.Status, answer.MediaType ?? "none");
        _said.TryAdd(failure, answer.Text);
        _failures.AddOrUpdate(failure, 1, (_, count) => count + 1);
    }

    internal void GiveUp(Write write) => _unanswered.Enqueue(write);

    internal void Refuse(Write write, Answer answer) =>
        _refused.Enqueue($"{write.Kind} {write.Marker}: {(int)answer.Status} {answer.Text}");
}
