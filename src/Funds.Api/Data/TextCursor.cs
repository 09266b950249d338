using System.Text;

namespace CivicPlatform.Funds.Data;

/// <summary>A place in a list that is sorted by a text, such as a room's key; opaque to callers.</summary>
internal static class TextCursor
{
    private const int MaxLength = 400;

    public static string Encode(string key) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(key));

    /// <summary>Null when it is none.</summary>
    public static string? Decode(string after)
    {
        try
        {
            return after.Length <= MaxLength ? Encoding.UTF8.GetString(Convert.FromHexString(after)) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
