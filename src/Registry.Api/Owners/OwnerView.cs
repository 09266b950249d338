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
