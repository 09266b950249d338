namespace CivicPlatform.Funds.Spending;

/// <summary>Refusals of advances, contractor payments and repayments.</summary>
public static class SpendingErrors
{
    public static Error BeyondOutstanding(Money amount, Money outstanding) =>
        Error.Refused("spending.beyond_outstanding", "还款金额超过该楼未偿还的垫资", "RAISE-06") with
        {
            Detail = $"申请 {amount} 元，未偿还 {outstanding} 元。",
        };

    public static Error BeyondAvailable(Money amount, Money available, string rule) =>
        Error.Refused("spending.beyond_available", "该楼可用资金不足（已预留到期工程款）", rule) with
        {
            Detail = $"申请 {amount} 元，可用 {available} 元。",
        };

    public static Error UnknownBuilding(string building) =>
        Error.Refused("spending.unknown_building", "本次筹集不包含该楼") with { Detail = $"楼号：{building}" };

    public static readonly Error CampaignNotOpen =
        Error.Conflict("spending.campaign_not_open", "筹集活动未开启或已结束，不能记账");

    public static readonly Error DecisionRevoked = Error.Refused(
        "spending.decision_revoked", "该筹集所依据的业主共同决定已被撤销，尚未支付的一律冻结", "EVT-01");

    public static readonly Error TooSmallToSplit =
        Error.Refused("spending.too_small_to_split", "金额不足以分摊到每栋楼");

    public static readonly Error SerialStaged =
        Error.NotYet("spending.bank_serial_staged", "该银行流水正在入账，请稍后重试");

    public static Error SerialTaken(string serial) =>
        Error.Conflict("spending.bank_serial_taken", "该银行流水号已经记账") with { Detail = $"流水号：{serial}" };
}
