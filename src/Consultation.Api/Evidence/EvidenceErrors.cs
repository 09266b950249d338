namespace CivicPlatform.Consultation.Evidence;

/// <summary>Why a scan is not taken or not shown.</summary>
public static class EvidenceErrors
{
    public static readonly Error NotFound = Error.NotFound("evidence.not_found", "没有这份原件");

    public static readonly Error NotRecognised =
        Error.Refused("evidence.not_recognised", "只接收 JPEG、PNG 照片或 PDF 扫描件", "VOTE-24");

    public static readonly Error Unknown = Error.Refused(
        "evidence.unknown", "该哈希没有对应的已上传原件，请先上传选票扫描件", "VOTE-24");

    public static readonly Error SealedUntilClose = Error.Conflict(
        "evidence.sealed_until_close", "选票原件显示表决意见，计票前任何人不得查看", "PRIV-14");

    public static readonly Error BallotHasOther =
        Error.Conflict("evidence.ballot_has_other", "该选票已登记另一份原件，原件不得更换", "VOTE-24");

    public static readonly Error Damaged = Error.Conflict(
        "evidence.damaged", "存档的原件缺失或与登记的哈希不符；再次上传同一文件可以补回");
}
