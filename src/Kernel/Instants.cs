namespace CivicPlatform.Kernel;

/// <summary>Instants that are signed before they are stored.</summary>
public static class Instants
{
    /// <summary>As PostgreSQL keeps it: what is answered and signed is what is stored.</summary>
    public static DateTimeOffset InMicroseconds(this DateTimeOffset instant) =>
        instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerMicrosecond));
}
