using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Cases.Intake;

/// <summary>Who called (诉求人), as the database keeps him: ciphered for this case, hashed for exact look-up.</summary>
/// <param name="Name">Ciphered; null when not given.</param>
/// <param name="Phone">Ciphered; null when not given.</param>
/// <param name="NameHash">HMAC of the name.</param>
/// <param name="PhoneHash">HMAC of the digits of the phone.</param>
public sealed record Reporter(byte[]? Name, byte[]? Phone, byte[]? NameHash, byte[]? PhoneHash)
{
    /// <summary>Ciphers what the desk wrote down; a value moved to another case does not decrypt.</summary>
    public static Reporter Conceal(string? name, string? phone, Guid caseId, FieldCipher cipher) => new(
        Seal(name, caseId, cipher), Seal(phone, caseId, cipher),
        name is null ? null : cipher.Hash(name), phone is null ? null : cipher.Hash(Digits(phone)));

    /// <summary>For masking it elsewhere; no answer shows it.</summary>
    public string? NameInClear(Guid caseId, FieldCipher cipher) =>
        Name is null ? null : cipher.DecryptText(Name, caseId);

    /// <summary>What a page shows of the reporter: enough to tell two callers apart, not enough to find one.</summary>
    public MaskedReporter? Mask(Guid caseId, FieldCipher cipher) => Name is null && Phone is null
        ? null
        : new MaskedReporter(
            Name is null ? null : Masking.Name(cipher.DecryptText(Name, caseId)),
            Phone is null ? null : Masking.Phone(cipher.DecryptText(Phone, caseId)));

    /// <summary>The digits of a phone number, however it was typed.</summary>
    public static string Digits(string phone) => string.Concat(phone.Where(char.IsAsciiDigit));

    private static byte[]? Seal(string? text, Guid caseId, FieldCipher cipher) =>
        text is null ? null : cipher.Encrypt(text, caseId);
}

/// <summary>The reporter as pages show him.</summary>
public sealed record MaskedReporter(string? Name, string? Phone);
