namespace CivicPlatform.Funds.SpendRequests;

/// <summary>What the contract of the works says, as far as money asks.</summary>
/// <param name="Contractor">An organisation, never a person (FUND-22).</param>
/// <param name="CreditCode">Its unified social credit code (统一社会信用代码).</param>
/// <param name="AccountCipher">Its account number, ciphered for the request; the only one that is ever paid.</param>
/// <param name="AccountTail">The number's last four digits.</param>
/// <param name="RetentionPercent">Held back until <paramref name="RetentionUntil"/> is over (FUND-23).</param>
public sealed record SpendContract(
    string Contractor, string CreditCode, byte[] AccountCipher, string AccountTail, string Number,
    int RetentionPercent, DateOnly? RetentionUntil);

/// <summary>Unified social credit codes by GB 32100-2015: 18 characters, the last one a check character.</summary>
public static class CreditCode
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private const int Length = 18;

    private static readonly int[] s_weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    /// <summary>True for an organisation's code whose check character fits.</summary>
    public static bool IsValid(string? code)
    {
        if (code is not { Length: Length } || code.Any(c => !Alphabet.Contains(c, StringComparison.Ordinal)))
            return false;
        var sum = s_weights.Select((weight, i) => weight * Alphabet.IndexOf(code[i], StringComparison.Ordinal)).Sum();
        return Alphabet[(Alphabet.Length - (sum % Alphabet.Length)) % Alphabet.Length] == code[^1]
            && IsOrganisation(code[..2]);
    }

    // Registering authority and kind of organisation (GB 32100, tables 2 and 3). 92 is an individual's business
    // (个体工商户), a person in law; 19, 29, ... others of that authority.
    private static bool IsOrganisation(string kind) => kind is not "92" && char.IsAsciiDigit(kind[1])
        && kind[0] is '1' or '2' or '3' or '4' or '5' or '6' or '7' or '8' or '9' or 'A' or 'N' or 'Y';
}
