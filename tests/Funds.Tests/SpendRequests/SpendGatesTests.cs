using CivicPlatform.Funds.SpendRequests;

namespace CivicPlatform.Funds.Tests.SpendRequests;

/// <summary>Who bears a cost is settled before the fund is asked (FUND-03).</summary>
public sealed class SpendGatesTests
{
    private static readonly DateOnly s_today = new(2024, 7, 1);

    private static readonly GateFacts s_roof = new(PartCode.ROOF, LiabilityReason.NONE, ProposerKind.OWNERS,
        HasPropertyCompany: false, WarrantyEndsOn: new DateOnly(2016, 6, 30), WarrantyProof: null);

    [Fact, Trait("rule", "FUND-03")]
    public void a_common_part_out_of_warranty_that_nobody_else_must_repair_passes() =>
        Assert.Null(SpendGates.Check(s_roof, s_today).Error);

    [Theory, Trait("rule", "FUND-02"), Trait("story", "004-17")]
    [InlineData("2024-06-30", null)]
    [InlineData("2024-07-01", "spend_requests.developer_liable")] // The warranty holds to the end of its last day.
    [InlineData("2025-01-01", "spend_requests.developer_liable")]
    public void the_builder_repairs_until_the_last_day_of_his_warranty(string lastDay, string? code)
    {
        var facts = s_roof with { WarrantyEndsOn = DateOnly.Parse(lastDay, null) };
        var refused = SpendGates.Check(facts, s_today).Error;
        Assert.Equal(code, refused?.Code);
        if (refused is not null) Assert.Contains("第二十五条第一项", refused.Detail, StringComparison.Ordinal);
    }

    [Fact, Trait("rule", "FUND-02")]
    public void a_warranty_of_which_nothing_is_known_is_not_over()
    {
        var unknown = s_roof with { WarrantyEndsOn = null };
        Assert.Equal("spend_requests.warranty_unproved", SpendGates.Check(unknown, s_today).Error?.Code);
        Assert.Null(SpendGates.Check(unknown with { WarrantyProof = new string('a', 64) }, s_today).Error);
        Assert.Equal("spend_requests.developer_liable", SpendGates.Check(
            s_roof with { WarrantyEndsOn = s_today, WarrantyProof = new string('a', 64) }, s_today).Error?.Code);
    }

    [Theory, Trait("rule", "FUND-20")]
    [InlineData(LiabilityReason.DEVELOPER, "developer_liable", "第一项")]
    [InlineData(LiabilityReason.UTILITY, "utility_liable", "第二项")]
    [InlineData(LiabilityReason.MAN_MADE, "man_made_damage", "第三项")]
    [InlineData(LiabilityReason.SERVICE_CONTRACT, "service_contract_covers", "第四项")]
    public void what_another_must_bear_is_not_paid_from_the_fund(LiabilityReason reason, string code, string item)
    {
        var refused = SpendGates.Check(s_roof with { Liability = reason }, s_today).Error;
        Assert.Equal(($"spend_requests.{code}", "FUND-20"), (refused?.Code, refused?.Rule));
        Assert.Contains(item, refused!.Detail, StringComparison.Ordinal);
    }

    [Theory, Trait("rule", "FUND-03")]
    [InlineData(PartCode.EXCLUSIVE_INTERIOR, true)]
    [InlineData(PartCode.EXCLUSIVE_WINDOW, true)]
    [InlineData(PartCode.EXCLUSIVE_PIPE, true)]
    [InlineData(PartCode.EQUIPMENT_ROOM, false)]
    [InlineData(PartCode.FOUNDATION, false)]
    public void an_exclusive_part_is_its_owners_own(PartCode part, bool refused) => Assert.Equal(
        refused ? "spend_requests.exclusive_part" : null,
        SpendGates.Check(s_roof with { Part = part }, s_today).Error?.Code);

    [Theory, Trait("rule", "FUND-12"), Trait("story", "004-9")]
    [InlineData(ProposerKind.OWNERS, false, null)]
    [InlineData(ProposerKind.COMMUNITY, false, null)]
    [InlineData(ProposerKind.OWNERS, true, "spend_requests.company_proposes")]
    [InlineData(ProposerKind.COMMUNITY, true, "spend_requests.company_proposes")]
    [InlineData(ProposerKind.PROPERTY_COMPANY, true, null)]
    [InlineData(ProposerKind.PROPERTY_COMPANY, false, "spend_requests.no_company")]
    [InlineData(ProposerKind.COMMITTEE, true, null)]
    [InlineData(ProposerKind.COMMITTEE, false, null)]
    public void owners_and_community_ask_where_no_company_does(ProposerKind proposer, bool company, string? code) =>
        Assert.Equal(code, SpendGates.Check(
            s_roof with { Proposer = proposer, HasPropertyCompany = company }, s_today).Error?.Code);
}
