namespace CivicPlatform.Funds.BankChannels;

/// <summary>Refusals of bank channels.</summary>
public static class ChannelErrors
{
    public static readonly Error NotFound = Error.NotFound("bank_channels.not_found", "没有这个回调渠道");

    public static readonly Error Ended = Error.Conflict("bank_channels.ended", "该渠道已停用，请登记新的渠道");

    public static readonly Error TooMany = Error.Refused(
        "bank_channels.too_many", $"一个专户最多 {AddBankChannel.PerAccountMax} 个启用的渠道，请先停用不用的");

    /// <summary>Only charities raise from the public, on platforms that the state names.</summary>
    public static readonly Error NoDonations = Error.Refused(
        "bank_channels.no_donations", "平台不接受捐款：公开募捐只能由慈善组织在指定平台进行", "RAISE-26");
}
