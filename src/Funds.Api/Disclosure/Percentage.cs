using System.Globalization;

namespace CivicPlatform.Funds.Disclosure;

/// <summary>NUM-03: percentages shown to people; one decimal, half away from zero, never fed back into a rule.</summary>
public static class Percentage
{
    /// <summary>"88.3" for 954 of 1080; "0.0" when there is nothing to divide by.</summary>
    public static string Of(long part, long whole)
    {
        if (whole <= 0) return "0.0";
        var negative = part < 0;
        var tenths = (long)(((Int128)Math.Abs(part) * 2000 + whole) / ((Int128)whole * 2));
        var sign = negative && tenths > 0 ? "-" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{tenths / 10}.{tenths % 10}");
    }
}
