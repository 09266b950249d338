using System.Text;

namespace CivicPlatform.ServiceDefaults.Security;

/// <summary>What staff see of personal data before they reveal it with a reason (PRIV-16).</summary>
public static class Masking
{
    private const int Shown = 4;
    private const int LongestCode = 4; // Digits of a building or a room; a longer run may be a phone or an account.

    /// <summary>王小明 becomes 王**, whatever the length; nothing stays nothing.</summary>
    public static string Name(string name) => name.Length == 0 ? "" : $"{name.EnumerateRunes().First()}**";

    /// <summary>13800001234 becomes 138****1234; a number of fewer than 8 digits shows nothing.</summary>
    public static string Phone(string phone)
    {
        var digits = string.Concat(phone.Where(char.IsAsciiDigit));
        return digits.Length < 2 * Shown ? "****" : $"{digits[..3]}****{digits[^Shown..]}";
    }

    /// <summary>A payer's words: codes of a household stay (4-1-101), words and long numbers do not.</summary>
    public static string Memo(string memo)
    {
        var masked = new StringBuilder(memo.Length);
        for (var i = 0; i < memo.Length;)
        {
            var run = memo.AsSpan(i).IndexOfAnyExceptInRange('0', '9');
            var length = run < 0 ? memo.Length - i : run;
            if (length == 0) masked.Append(char.IsLetter(memo[i]) || char.IsSurrogate(memo[i]) ? '*' : memo[i]);
            else if (length > LongestCode) masked.Append("****");
            else masked.Append(memo.AsSpan(i, length));
            i += Math.Max(length, 1);
        }
        return masked.ToString();
    }
}
