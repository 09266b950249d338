using System.Diagnostics;

namespace CivicPlatform.ServiceDefaults.Telemetry;

/// <summary>Spans of the platform itself: relay, schedulers, imports.</summary>
public static class PlatformActivity
{
    public const string SourceName = "CivicPlatform";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>A span under the one in progress.</summary>
    public static Activity? Start(string name, ActivityKind kind = ActivityKind.Internal) =>
        Source.StartActivity(name, kind);

    /// <summary>A span under a stored W3C trace context, so that one trace runs through the outbox row.</summary>
    public static Activity? Continue(string name, ActivityKind kind, string? traceparent)
    {
        ActivityContext.TryParse(traceparent, null, isRemote: true, out var parent);
        return Source.StartActivity(name, kind, parent);
    }
}
