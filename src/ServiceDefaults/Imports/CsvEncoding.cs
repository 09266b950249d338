using System.Buffers;
using System.Text;

namespace CivicPlatform.ServiceDefaults.Imports;

/// <summary>Settles the encoding of a spooled file by reading it once; whatever does not decode is refused.</summary>
internal static class CsvEncoding
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Null when no permitted encoding reads the file without a fault, or the file holds a NUL.</summary>
    public static Encoding? Of(FileStream file, string? charset)
    {
        if (charset is { Length: > 0 })
        {
            var named = charset.Trim('"').ToUpperInvariant() switch
            {
                "UTF-8" or "UTF8" => Utf8,
                "GB18030" or "GBK" or "GB2312" => Gb18030(),
                _ => null,
            };
            return named is not null && Decodes(file, named) ? named : null;
        }
        if (Decodes(file, Utf8)) return Utf8; // With or without BOM.
        return !HasBom(file) && Decodes(file, Gb18030()) ? Gb18030() : null;
    }

    private static Encoding Gb18030() =>
        Encoding.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);

    private static bool HasBom(FileStream file)
    {
        Span<byte> start = stackalloc byte[3];
        file.Position = 0;
        var read = file.ReadAtLeast(start, 3, throwOnEndOfStream: false);
        return start[..read].StartsWith<byte>([0xEF, 0xBB, 0xBF])
            || start[..read].StartsWith<byte>([0xFF, 0xFE]) || start[..read].StartsWith<byte>([0xFE, 0xFF]);
    }

    private static bool Decodes(FileStream file, Encoding encoding)
    {
        file.Position = 0;
        var decoder = encoding.GetDecoder();
        var bytes = ArrayPool<byte>.Shared.Rent(64 * 1024);
        var chars = ArrayPool<char>.Shared.Rent(encoding.GetMaxCharCount(64 * 1024));
        try
        {
            int read;
            while ((read = file.Read(bytes, 0, 64 * 1024)) > 0)
            {
                var count = decoder.GetChars(bytes, 0, read, chars, 0, flush: false);
                if (chars.AsSpan(0, count).Contains('\0')) return false;
            }
            decoder.GetChars([], 0, 0, chars, 0, flush: true); // Throws when the last character is cut.
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<char>.Shared.Return(chars);
        }
    }
}
