using System.Diagnostics;
using OpenTelemetry.Trace;

namespace CivicPlatform.ServiceDefaults.Telemetry;

/// <summary>
/// Keeps every trace up to a number per second and process, whole; beyond it a trace is dropped whole, in every
/// service that it runs through. Telling about the work must not cost more than the work.
/// </summary>
/// <param name="perSecond">Traces begun here and kept in each second; at least 1.</param>
/// <param name="clock">Tells the seconds.</param>
public sealed class TraceBudget(int perSecond, TimeProvider clock) : Sampler
{
    /// <summary>A street office's busiest hour stays below it, so that it sees every request.</summary>
    public const int Default = 100;

    private readonly int _perSecond = perSecond >= 1
        ? perSecond
        : throw new ArgumentOutOfRangeException(nameof(perSecond), perSecond, "At least one trace a second.");

    private long _second;
    private int _begun;

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        var parent = samplingParameters.ParentContext;
        // A client call without a cause is the poll of a relay, lease or gauge: noise on the Traces page.
        var keep = parent.TraceId == default
            ? samplingParameters.Kind is not ActivityKind.Client && IsWithinBudget()
            : (parent.TraceFlags & ActivityTraceFlags.Recorded) != 0;
        return new SamplingResult(keep ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);
    }

    // Threads that meet at the turn of a second may keep a few more; a lock would cost more than those.
    private bool IsWithinBudget()
    {
        var second = clock.GetTimestamp() / clock.TimestampFrequency;
        if (Interlocked.Exchange(ref _second, second) != second) Volatile.Write(ref _begun, 0);
        return Interlocked.Increment(ref _begun) <= _perSecond;
    }
}
