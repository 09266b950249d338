namespace CivicPlatform.Consultation.Files;

/// <summary>Tells a photo or a PDF by its first bytes; what a caller says about a file proves nothing.</summary>
public static class FileContent
{
    /// <summary>Bytes it takes to tell.</summary>
    public const int HeadBytes = 8;

    public const string Jpeg = "image/jpeg";
    public const string Png = "image/png";
    public const string Pdf = "application/pdf";

    public static readonly IReadOnlyList<string> MediaTypes = [Jpeg, Png, Pdf];

    /// <summary>The media type, or null for anything else: office documents, pages, archives.</summary>
    public static string? Recognise(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xD8, 0xFF, ..] => Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Png,
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', ..] => Pdf,
        _ => null,
    };

    /// <summary>What a downloaded file of that type is called at its end.</summary>
    public static string ExtensionOf(string mediaType) => mediaType switch
    {
        Jpeg => "jpg",
        Png => "png",
        _ => "pdf",
    };
}
