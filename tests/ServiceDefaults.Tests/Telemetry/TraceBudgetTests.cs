using System.Diagnostics;
using CivicPlatform.ServiceDefaults.Telemetry;
using OpenTelemetry.Trace;

namespace CivicPlatform.ServiceDefaults.Tests.Telemetry;

public sealed class TraceBudgetTests
{
    private readonly Seconds _clock = new();

    [Fact]
    public void every_trace_is_kept_up_to_the_budget_of_a_second_and_none_beyond_it()
    {
        var budget = new TraceBudget(3, _clock);

        Assert.Equal([true, true, true, false, false], Enumerable.Range(0, 5).Select(_ => Keeps(budget)));
        _clock.Now++;
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => Keeps(budget)));
    }

    [Theory]
    [InlineData(ActivityTraceFlags.Recorded, true)]
    [InlineData(ActivityTraceFlags.None, false)]
    public void a_trace_that_began_elsewhere_is_kept_or_dropped_whole(ActivityTraceFlags flags, bool kept)
    {
        var budget = new TraceBudget(1, _clock);
        Assert.True(Keeps(budget)); // The budget is spent and must not matter.

        var parent = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), flags);
        Assert.Equal(kept, Keeps(budget, parent));
    }

    [Fact]
    public void a_poll_is_no_trace_and_costs_no_budget()
    {
        var budget = new TraceBudget(1, _clock);

        Assert.False(Keeps(budget, kind: ActivityKind.Client));
        Assert.True(Keeps(budget));
    }

    [Fact]
    public void a_budget_of_nothing_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TraceBudget(0, _clock));

    private static bool Keeps(
        TraceBudget budget, ActivityContext parent = default, ActivityKind kind = ActivityKind.Server)
    {
        var asked = new SamplingParameters(parent, ActivityTraceId.CreateRandom(), "span", kind);
        return budget.ShouldSample(asked).Decision == SamplingDecision.RecordAndSample;
    }

    /// <summary>A clock that shows whole seconds.</summary>
    private sealed class Seconds : TimeProvider
    {
        public long Now { get; set; } = 1_000;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Now;
    }
}
