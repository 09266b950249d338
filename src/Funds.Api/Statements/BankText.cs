using System.Globalization;
using CivicPlatform.Funds.Posting;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Funds.Statements;

/// <summary>One line as the bank says it, checked.</summary>
public sealed record BankText(
    string Serial, DateTimeOffset BookedAt, Money Amount, string Counterparty, string Memo)
{
    /// <summary>The day from which the money counts for interest, where it is not the day of booking.</summary>
    public DateOnly? InterestOn { get; init; }

    public const int MaxSerial = 64;
    public const int MaxCounterparty = 100;

    private static readonly string[] s_local =
        [
            "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy/MM/dd HH:mm:ss",
            "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF",
        ];

    private static readonly string[] s_offset = ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    /// <summary>Letters, digits and '-', '_', '.', '/' only: what banks use.</summary>
    public static bool IsSerial(string? text) => text is { Length: > 0 and <= MaxSerial }
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/');

    /// <summary>A bank's local time (Asia/Shanghai) or an instant with its offset.</summary>
    public static bool TryReadTime(string? text, out DateTimeOffset instant)
    {
        var invariant = CultureInfo.InvariantCulture;
        instant = default;
        if (text is null || text.Length > 40) return false;
        if (DateTime.TryParseExact(text, s_local, invariant, DateTimeStyles.None, out var local))
            instant = new DateTimeOffset(local, CivilTime.Offset).ToUniversalTime();
        else if (!DateTimeOffset.TryParseExact(
            text, s_offset, invariant, DateTimeStyles.AdjustToUniversal, out instant)) return false;
        return instant.Year is >= 2000 and <= 2100;
    }

    /// <summary>HMAC of all that the bank said: equal lines are equal, and nobody can read a payer from it.</summary>
    public byte[] HashWith(FieldCipher cipher) => cipher.Hash(string.Create(
        CultureInfo.InvariantCulture,
        $"{Serial}\n{BookedAt.UtcTicks}\n{Amount}\n{Counterparty}\n{Memo}{InterestOn:'\n'yyyy-MM-dd}"));

    /// <summary>The line as it will be posted.</summary>
    public LineToPost ToPost(Guid lineId, Guid bookId)
    {
        var reading = MemoMatcher.Read(Memo);
        return new LineToPost(lineId, bookId, Serial, BookedAt, Amount, reading.Unit, reading.SaysRefund);
    }
}
