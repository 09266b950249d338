using CivicPlatform.Consultation.Motions;

namespace CivicPlatform.Consultation.EVotes;

/// <summary>What electronic votes are told (VOTE-21).</summary>
public static class EVoteErrors
{
    public const string Rule = "VOTE-21";

    /// <summary>Said with a click that is a ballot.</summary>
    public const string Counts = "已登记为网络选票（VOTE-21）；截止后可凭追踪码核对是否计入。";

    public static readonly Error NotAnOwner = Error.Refused(
        "clicks.not_an_owner", "该专有部分不在本人名下，或不在本次表决的清册上", "VOTE-17");

    /// <summary>Said with a click that is advice.</summary>
    public static string AdviceOf(Motion motion) =>
        $"按本地规则（{motion.ProfileName}），网上表决须通过市电子投票系统进行（VOTE-21）；" +
        "本次点击仅供参考，单独记录，不计入表决结果。";
}
