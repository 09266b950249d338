namespace CivicPlatform.Funds.CostAgreements;

/// <summary>Refusals of cost agreements.</summary>
public static class AgreementErrors
{
    public static readonly Error NotFound = Error.NotFound("cost_agreements.not_found", "没有这份费用分摊协议");

    public static readonly Error VersionNotFound =
        Error.NotFound("cost_agreements.version_not_found", "该协议没有这一版本");

    public static readonly Error PlaceEmpty = Error.Refused(
        "cost_agreements.place_empty", "该楼或该单元没有登记的专有部分", "RAISE-20");

    public static readonly Error TooManyHouseholds = Error.Refused(
        "cost_agreements.too_many_households", "一部电梯的分摊户数过多，请核对楼号、单元", "RAISE-20");

    public static readonly Error HouseholdsDiffer = Error.Refused(
        "cost_agreements.households_differ", "须恰好列出该楼或该单元的每一户，不得遗漏、重复或多出", "RAISE-20");

    public static readonly Error IsConcluded = Error.Conflict(
        "cost_agreements.concluded", "协议已经成立，不能再修改或签署", "RAISE-23");

    public static readonly Error TooManyVersions =
        Error.Conflict("cost_agreements.too_many_versions", "协议版本过多，请另行起草");

    public static readonly Error OpposedSignsNothing = Error.Refused(
        "cost_agreements.opposed_signs_nothing", "该户反对加装，无须签署；愿意签署的请先修订协议", "RAISE-23");

    public static readonly Error AlreadySigned = Error.Conflict(
        "cost_agreements.already_signed", "该户已签署这一版本", "RAISE-23");

    public static readonly Error UnitOutside = Error.Refused(
        "cost_agreements.unit_outside", "该户不在本协议范围内", "RAISE-20");

    public static readonly Error SignerIsNoHolder = Error.Refused(
        "cost_agreements.signer_is_no_holder", "签署人不是该户登记的权利人", "RAISE-23");

    public static Error NothingToShare(Money net) => Error.Refused(
        "cost_agreements.nothing_to_share", "扣除补贴和资助后没有需要分摊的费用", "RAISE-20") with
    {
        Detail = $"各项费用减补贴、资助为 {net} 元。",
    };

    public static Error SubsidyBeyondCap(Money subsidy, Money most) => Error.Refused(
        "cost_agreements.subsidy_beyond_cap", "补贴超过本地标准", "RAISE-21") with
    {
        Detail = $"填写 {subsidy} 元，按本地标准最高 {most} 元。",
    };

    public static Error CompensationBeyondCap(Money compensation, Money project, int percent) => Error.Refused(
        "cost_agreements.compensation_beyond_cap", "对受影响住户的补偿超过本地上限", "RAISE-25") with
    {
        Detail = $"补偿 {compensation} 元，项目费用（不含补偿）{project} 元，上限为其 {percent}%。",
    };

    public static Error RegisterIncomplete(int known, int registered) =>
        Error.NotYet("cost_agreements.register_incomplete", "房屋登记信息尚未同步完成，请稍后重试") with
        {
            Detail = $"已同步 {known} 户，登记 {registered} 户。",
        };

    /// <summary>The text that was signed is not the current one.</summary>
    public static Error OtherVersion(int current) => Error.Conflict(
        "cost_agreements.other_version", "所签文本不是现行版本，请按现行版本重新签署", "RAISE-23") with
    {
        Detail = $"现行为第 {current} 版。",
    };

    /// <summary>003-8: an agreement is signed only when the payments are the net cost.</summary>
    public static Error NotCovered(Money gap) => Error.Refused(
        "cost_agreements.not_covered", "各户出资之和不等于应分摊费用，不能签署", "RAISE-23") with
    {
        Detail = $"尚有 {gap} 元无人承担。",
    };

    public static Error SignedOutsideVersion(DateOnly drafted, DateOnly today) => Error.Refused(
        "cost_agreements.signed_on_wrong_day", "签署日期应在该版本形成之后、今天之前（含当日）", "RAISE-23") with
    {
        Detail = $"该版本形成于 {drafted:yyyy-MM-dd}，今天是 {today:yyyy-MM-dd}。",
    };

    public static Error NotAllSigned(SignedSoFar progress) => Error.Refused(
        "cost_agreements.unsigned", "尚有住户未签署现行版本", "RAISE-23") with
    {
        Detail = $"出资户 {progress.Payers} 户，已签 {progress.PayersSigned} 户；" +
            $"不出资不使用 {progress.NonPayers} 户，已签 {progress.NonPayersSigned} 户。",
    };
}
