namespace CivicPlatform.Consultation.Attachments;

/// <summary>Why an attachment is refused.</summary>
public static class AttachmentErrors
{
    public static readonly Error NotFound = Error.NotFound("attachments.not_found", "没有这个附件");

    public static readonly Error Empty = Error.Invalid("attachments.empty", "附件内容为空");

    public static readonly Error NotRecognised = Error.Refused(
        "attachments.not_recognised", "只接受 JPEG、PNG 照片和 PDF 文件，按内容而不是按文件名识别", "EVT-03");

    public static readonly Error Differs =
        Error.Refused("attachments.type_differs", "文件内容与所声明的 Content-Type 不符", "EVT-03");

    public static readonly Error TooMany = Error.Refused(
        "attachments.too_many", $"一次会议的附件不得超过 {MeetingAttachment.MaxOfMeeting} 个", "EVT-03");

    public static readonly Error TooLarge = new(
        ErrorKind.TooLarge, "attachments.too_large", $"单个附件不得超过 {MeetingAttachment.MaxBytes / 1024 / 1024} MiB");
}
