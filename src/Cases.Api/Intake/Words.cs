using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Cases.Intake;

/// <summary>
/// What was said and where (诉求内容与地址), as the database keeps it: ciphered for this case, since people name
/// themselves and their neighbours in it.
/// </summary>
/// <param name="Description">Ciphered.</param>
/// <param name="Address">Ciphered; null when not given.</param>
public sealed record Words(byte[] Description, byte[]? Address)
{
    /// <summary>What a version before the ciphers sees instead of the words.</summary>
    public const string Unreadable = "（已加密）";

    /// <summary>Ciphers what the desk wrote down; a value moved to another case does not decrypt.</summary>
    public static Words Conceal(string description, string? address, Guid caseId, FieldCipher cipher) => new(
        cipher.Encrypt(description, caseId), address is null ? null : cipher.Encrypt(address, caseId));

    /// <summary>In clear, for who may see it.</summary>
    public PlainWords Reveal(Guid caseId, FieldCipher cipher) => new(
        cipher.DecryptText(Description, caseId), Address is null ? null : cipher.DecryptText(Address, caseId));
}

/// <summary>What was said and where, in clear.</summary>
public sealed record PlainWords(string Description, string? Address)
{
    /// <summary>
    /// As pages show it: without numbers that find a person, and without the reporter's name. The names of others
    /// cannot be known and stay.
    /// </summary>
    public PlainWords Mask(string? reporterName) => new(
        Masking.Words(Description, reporterName), Address is null ? null : Masking.Words(Address, reporterName));
}
