using System.Globalization;

namespace CivicPlatform.Kernel;

/// <summary>Percentages for people to read (NUM-03); no rule ever computes with one.</summary>
public static class Percentage
{
    /// <summary>"88.3" for 954 of 1080: one decimal, half away from zero. "0.0" of nothing.</summary>
    public static string Show(long part, long whole)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(whole);
        if (whole == 0) return "0.0";
        var tenths = Math.Round((decimal)part * 1_000m / whole, MidpointRounding.AwayFromZero);
        return (tenths / 10m).ToString("0.0", CultureInfo.InvariantCulture);
    }
}
