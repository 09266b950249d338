using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Registry.Owners;

/// <summary>An owner with masked name and phone (T3, PRIV-16).</summary>
/// <param name="Ref">Unique in the estate.</param>
/// <param name="Name">Surname and two stars.</param>
/// <param name="Phone">Three digits, four stars, four digits; absent when unknown.</param>
public sealed record OwnerView(string Ref, string Name, string? Phone)
{
    internal static OwnerView Masked(Owner owner, FieldCipher cipher) => new(
        owner.Ref,
        Masking.Name(cipher.DecryptText(owner.Name, owner.Id)),
        owner.Phone is null ? null : Masking.Phone(cipher.DecryptText(owner.Phone, owner.Id)));
}

/// <summary>What staff see of personal data before they reveal it with a reason (PRIV-16).</summary>
public static class Masking
{
    private const int Shown = 4;

    /// <summary>The first character and **, whatever the length.</summary>
    public static string Name(string name) =>
        string.Concat(name.AsSpan(0, char.IsHighSurrogate(name[0]) ? 2 : 1), "**");

    /// <summary>138****5678; a number of fewer than 8 digits shows nothing.</summary>
    public static string Phone(string phone) =>
        phone.Length < 2 * Shown ? "****" : string.Concat(phone.AsSpan(0, 3), "****",
            phone.AsSpan(phone.Length - Shown));
}
