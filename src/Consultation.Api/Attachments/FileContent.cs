using System.Text.Json.Serialization;

namespace CivicPlatform.Consultation.Attachments;

/// <summary>What an attachment is for. A code and no file name: names of files name people.</summary>
public enum AttachmentPurpose
{
    /// <summary>现场照片</summary>
    [JsonStringEnumMemberName("PHOTO")] Photo,

    /// <summary>签到表</summary>
    [JsonStringEnumMemberName("SIGN_IN_SHEET")] SignInSheet,

    /// <summary>方案图纸</summary>
    [JsonStringEnumMemberName("PLAN")] Plan,

    /// <summary>签字纪要</summary>
    [JsonStringEnumMemberName("SIGNED_MINUTES")] SignedMinutes,

    /// <summary>其他</summary>
    [JsonStringEnumMemberName("OTHER")] Other,
}

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
}
