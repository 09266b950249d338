using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CivicPlatform.Kernel.Seals;

/// <summary>The SHA-256 that stands for a row in its block.</summary>
public static class RowDigest
{
    /// <summary>Bytes of one digest.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    /// <summary>Of a row's values as texts in the order of its block's columns; null is no text.</summary>
    /// <remarks>Every text carries its length, so that no two rows share a form.</remarks>
    public static byte[] Of(IEnumerable<string?> values)
    {
        var form = new StringBuilder();
        foreach (var value in values)
        {
            if (value is null) form.Append("-;");
            else form.Append(CultureInfo.InvariantCulture, $"{value.Length}:{value};");
        }
        return SHA256.HashData(Encoding.UTF8.GetBytes(form.ToString()));
    }
}
