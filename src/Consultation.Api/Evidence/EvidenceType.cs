namespace CivicPlatform.Consultation.Evidence;

/// <summary>What a file is, by its first bytes: a name or a header can say anything.</summary>
internal static class EvidenceType
{
    public const string Jpeg = "image/jpeg", Png = "image/png", Pdf = "application/pdf";

    /// <summary>So many bytes tell.</summary>
    public const int Head = 8;

    private static readonly (byte[] Magic, string Type, string Extension)[] s_known =
    [
        ([0xFF, 0xD8, 0xFF], Jpeg, "jpg"),
        ([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A], Png, "png"),
        ([(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-'], Pdf, "pdf"),
    ];

    /// <summary>The media type, or null for anything that is no photo and no PDF.</summary>
    public static string? Of(ReadOnlySpan<byte> head)
    {
        foreach (var (magic, type, _) in s_known)
            if (head.StartsWith(magic)) return type;
        return null;
    }

    public static string ExtensionOf(string mediaType) => Array.Find(s_known, t => t.Type == mediaType).Extension;
}
