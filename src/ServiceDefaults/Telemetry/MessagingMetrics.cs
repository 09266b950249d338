using System.Diagnostics.Metrics;

namespace CivicPlatform.ServiceDefaults.Telemetry;

/// <summary>Meters of the outbox and the inbox. Tags are queue names; never ids.</summary>
public sealed class MessagingMetrics : IDisposable
{
    public const string MeterName = "CivicPlatform.Messaging";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _relayed;
    private readonly Counter<long> _parked;
    private readonly Histogram<double> _lag;
    private long _depth;
    private double _ageSeconds;
    private long _stuck;

    public MessagingMetrics()
    {
        _relayed = _meter.CreateCounter<long>("civic.outbox.relayed", "{event}", "Events confirmed by the broker.");
        _parked = _meter.CreateCounter<long>(
            "civic.inbox.parked", "{message}", "Messages parked after every try failed.");
        _lag = _meter.CreateHistogram<double>(
            "civic.inbox.lag", "s", "From the event's occurrence to its committed effect.");
        _meter.CreateObservableGauge(
            "civic.outbox.depth", () => Volatile.Read(ref _depth), "{event}", "Events that wait.");
        _meter.CreateObservableGauge(
            "civic.outbox.age", () => Volatile.Read(ref _ageSeconds), "s", "Age of the oldest.");
        _meter.CreateObservableGauge(
            "civic.outbox.parked", () => Volatile.Read(ref _stuck), "{event}", "Events that cannot be published.");
    }

    public void Relayed(int events) => _relayed.Add(events);

    public void Parked(string queue) => _parked.Add(1, new KeyValuePair<string, object?>("queue", queue));

    public void Consumed(string queue, TimeSpan lag) =>
        _lag.Record(lag.TotalSeconds, new KeyValuePair<string, object?>("queue", queue));

    public void Waiting(long depth, double ageSeconds, long parked)
    {
        Volatile.Write(ref _stuck, parked);
        Volatile.Write(ref _depth, depth);
        Volatile.Write(ref _ageSeconds, ageSeconds);
    }

    public void Dispose() => _meter.Dispose();
}
