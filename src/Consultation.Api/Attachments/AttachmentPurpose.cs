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
