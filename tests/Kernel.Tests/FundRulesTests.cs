namespace CivicPlatform.Kernel.Tests;

/// <summary>Emergency use and settlement of a maintenance fund, as each place's profile says (domain 2.6).</summary>
public sealed class FundRulesTests
{
    [Theory, Trait("rule", "FUND-24")]
    [InlineData("SH", "ROOF_OR_WALL_LEAK", EmergencyDocument.APPRAISAL)]
    [InlineData("SH", "LIFT", EmergencyDocument.STOP_NOTICE)]
    [InlineData("SH", "FIRE_SYSTEM", EmergencyDocument.RECTIFICATION_NOTICE)]
    [InlineData("SH", "WATER_SUPPLY", EmergencyDocument.NONE)]
    [InlineData("HZ", "ROOF_OR_WALL_LEAK", EmergencyDocument.NONE)]
    [InlineData("CN-DEFAULT", "HOUSE_SAFETY", EmergencyDocument.NONE)]
    public void a_situation_needs_the_document_of_its_place(
        string profile, string situation, EmergencyDocument needed) =>
        Assert.Equal(needed, Rules(profile).Situations[situation]);

    [Fact, Trait("rule", "FUND-24")]
    public void in_shanghai_seven_days_of_silence_let_the_district_act_and_elsewhere_nobody()
    {
        Assert.Equal((Period.Days(7), "DISTRICT"), (Rules("SH").NoReply, Rules("SH").ThenBy));
        Assert.Equal((null, null), (Rules("HZ").NoReply, Rules("HZ").ThenBy));
    }

    [Fact, Trait("rule", "FUND-24")]
    public void what_a_place_does_not_say_it_inherits()
    {
        Assert.Equal((Period.Days(7), EmergencyPosting.CONFIRMATION), (Rules("SH").Posting, Rules("SH").PostedAfter));
        Assert.Equal((Period.Days(5), EmergencyPosting.ACCEPTANCE), (Rules("ZB").Posting, Rules("ZB").PostedAfter));
        Assert.Equal((Period.Days(7), EmergencyPosting.ACCEPTANCE), (Rules("WZ").Posting, Rules("WZ").PostedAfter));
        Assert.Equal([null, 5, 10], ((string[])["SH", "WZ", "HUZ"]).Select(name => Rules(name).LimitPercent));
        Assert.Same(Rules("CN-DEFAULT"), Rules("BJ"));
    }

    [Theory, Trait("rule", "FUND-21")]
    [InlineData("CN-DEFAULT", 28_600_00, true, false)]
    [InlineData("CN-DEFAULT", 28_600_01, false, false)]
    [InlineData("HZ", 30_000_00, true, false)]
    [InlineData("HZ", 30_000_01, true, true)]
    [InlineData("HZ", 31_459_99, true, true)]
    [InlineData("HZ", 31_460_00, false, true)] // exactly 10 % above 28,600.00
    public void a_settlement_is_held_to_the_budget_and_the_audit_of_its_place(
        string profile, long fen, bool within, bool audit)
    {
        var rules = PolicyProfiles.Find(profile)!.Settlement;
        Assert.Equal((within, audit),
            (!rules.Exceeds(new Money(fen), new Money(28_600_00)), rules.NeedsAudit(new Money(fen))));
    }

    private static EmergencyRules Rules(string profile) => PolicyProfiles.Find(profile)!.Emergency!;
}
