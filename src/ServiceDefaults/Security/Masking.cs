using System.Text;
using System.Text.RegularExpressions;

namespace CivicPlatform.ServiceDefaults.Security;

/// <summary>What staff see of personal data before they reveal it with a reason (PRIV-16).</summary>
public static partial class Masking
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

    /// <summary>
    /// A resident's own words: they stay readable, but for numbers that find a person (phone, identity, account), mail
    /// addresses and the name of who reported. Building, room and hotline numbers have fewer than 7 digits and stay; a
    /// date in digits may go with the others.
    /// </summary>
    /// <param name="name">Of the reporter; null when not given. A single character is no name.</param>
    public static string Words(string words, string? name)
    {
        var masked = PersonalNumber().Replace(MailAddress().Replace(words, "****"), "****");
        var runes = name is null ? [] : name.EnumerateRunes().Where(r => !Rune.IsWhiteSpace(r)).ToArray();
        if (runes.Length < 2) return masked;
        var spaced = string.Join(@"\s*", runes.Select(r => Regex.Escape(r.ToString())));
        return Regex.Replace(masked, spaced, Name(name!.TrimStart()), RegexOptions.CultureInvariant, Longest);
    }

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1); // No pattern here can take so long.

    // Seven digits or more, in any script and also written out, with at most two signs between two of them.
    [GeneratedRegex(@"[\p{Nd}〇零一二三四五六七八九幺](?:[\s\-－—–.·()（）+]{0,2}[\p{Nd}〇零一二三四五六七八九幺]){6,}[Xx]?",
        RegexOptions.CultureInvariant)]
    private static partial Regex PersonalNumber();

    [GeneratedRegex(@"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex MailAddress();
}
