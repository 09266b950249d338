using System.Buffers;

namespace CivicPlatform.Registry.Owners;

/// <summary>How long an owner's texts may be, in files and in bodies alike.</summary>
public static class OwnerLimits
{
    public const int Ref = 40;
    public const int Name = 100;
    private static readonly SearchValues<char> PhoneCharacters = SearchValues.Create("0123456789+- ");
    private const int ShortestPhone = 5, LongestPhone = 20;

    /// <summary>Empty, or 5 to 20 of digits, '+', '-' and spaces.</summary>
    public static bool IsPhone(string text) =>
        text.Length == 0
        || (text.Length is >= ShortestPhone and <= LongestPhone && !text.AsSpan().ContainsAnyExcept(PhoneCharacters));
}
