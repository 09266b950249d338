namespace CivicPlatform.Kernel;

/// <summary>The one reader of decimal texts: ASCII digits, one optional '-', one optional '.', nothing else.</summary>
/// <remarks>Written out because the framework's parsers also take thousands separators, spaces and exponents.</remarks>
internal static class ExactDecimal
{
    /// <summary>Gives the value in units of 10^-<paramref name="maxDecimals"/>.</summary>
    public static bool TryParse(string? text, int maxDecimals, int maxLength, out long scaled)
    {
        scaled = 0;
        if (string.IsNullOrEmpty(text) || text.Length > maxLength) return false;

        var digits = text.AsSpan(text[0] == '-' ? 1 : 0);
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? [] : digits[(point + 1)..];
        if (whole.IsEmpty || whole.Length + maxDecimals > 18) return false;
        if (point >= 0 && (fraction.IsEmpty || fraction.Length > maxDecimals)) return false;

        if (!Accumulate(whole, ref scaled) || !Accumulate(fraction, ref scaled)) return false;
        for (var missing = fraction.Length; missing < maxDecimals; missing++) scaled *= 10;
        if (text[0] == '-') scaled = -scaled;
        return true;
    }

    private static bool Accumulate(ReadOnlySpan<char> digits, ref long value)
    {
        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c)) return false;
            value = value * 10 + (c - '0');
        }
        return true;
    }
}
