using CivicPlatform.Funds.SpendRequests;
using CivicPlatform.Kernel;

namespace CivicPlatform.Funds.Tests.SpendRequests;

/// <summary>Emergency use as each place allows it (domain 2.6).</summary>
public sealed class EmergencyUseTests
{
    private static readonly string s_paper = new('a', 64);
    private static readonly Money s_budget = new(28_600_00);

    [Theory, Trait("rule", "FUND-24"), Trait("story", "004-16")]
    [InlineData("SH", EmergencyDocument.APPRAISAL, null)]
    [InlineData("SH", EmergencyDocument.NONE, "document_missing")]
    [InlineData("SH", EmergencyDocument.STOP_NOTICE, "document_missing")]
    [InlineData("HZ", EmergencyDocument.NONE, null)]
    [InlineData("CN-DEFAULT", EmergencyDocument.APPRAISAL, "situation_unknown")]
    [InlineData("WZ", EmergencyDocument.APPRAISAL, "situation_unknown")]
    public void a_leaking_roof_is_an_emergency_where_the_place_says_so(
        string profile, EmergencyDocument document, string? code)
    {
        var hash = document is EmergencyDocument.NONE ? null : s_paper;
        Assert.Equal(Code(code), EmergencyUse.Check(Rules(profile),
            new EmergencyClaim("ROOF_OR_WALL_LEAK", document, hash), PartCode.ROOF, s_budget, null).Error?.Code);
    }

    [Fact, Trait("rule", "FUND-24")]
    public void the_paper_itself_must_be_there_and_the_part_must_be_the_one_that_fails()
    {
        var unproved = new EmergencyClaim("ROOF_OR_WALL_LEAK", EmergencyDocument.APPRAISAL, null);
        Assert.Equal(Code("document_missing"),
            EmergencyUse.Check(Rules("SH"), unproved, PartCode.ROOF, s_budget, null).Error?.Code);
        Assert.Equal(Code("other_part"), EmergencyUse.Check(
            Rules("SH"), unproved with { DocumentHash = s_paper }, PartCode.GREEN, s_budget, null).Error?.Code);
    }

    [Theory, Trait("rule", "FUND-24")]
    [InlineData(286_000_00L, null)] // Exactly 10 %.
    [InlineData(285_999_99L, "beyond_limit")]
    [InlineData(null, "deposits_unknown")]
    public void huzhou_takes_no_more_than_ten_percent_of_the_initial_deposits(long? deposits, string? code)
    {
        Money? initial = deposits is { } fen ? new Money(fen) : null;
        Assert.Equal(Code(code), EmergencyUse.Check(Rules("HUZ"),
            new EmergencyClaim("ROOF_OR_WALL_LEAK", EmergencyDocument.NONE, null), PartCode.ROOF, s_budget,
            initial).Error?.Code);
    }

    [Theory, Trait("rule", "FUND-24"), Trait("story", "004-16"), Trait("rule", "TIME-01")]
    [InlineData("COMMITTEE", "2024-07-01", false, null)]
    [InlineData("DISTRICT", "2024-07-08", true, "reply_pending")] // Monday 1 July and seven days: the 8th is the last.
    [InlineData("DISTRICT", "2024-07-09", true, null)]
    [InlineData("DISTRICT", "2024-07-09", false, "no_harm")]
    [InlineData("STREET_OFFICE", "2024-07-09", true, "not_confirmed")]
    public void in_shanghai_the_committee_has_seven_days_and_then_the_district_may_act(
        string by, string today, bool harm, string? code) => Assert.Equal(Code(code), EmergencyUse.CheckConfirmed(
            Rules("SH"), new EmergencyConfirmation([by], harm), new DateOnly(2024, 7, 1),
            DateOnly.Parse(today, null)).Error?.Code);

    [Theory, Trait("rule", "FUND-24")]
    [InlineData("COMMITTEE", "not_confirmed")]
    [InlineData("COMMITTEE,DISTRICT", "not_confirmed")]
    [InlineData("COMMITTEE,STREET_OFFICE", null)]
    [InlineData("COMMITTEE,RESIDENTS_COMMITTEE", null)]
    public void in_hangzhou_the_committee_does_not_confirm_alone(string by, string? code) => Assert.Equal(
        Code(code), EmergencyUse.CheckConfirmed(Rules("HZ"), new EmergencyConfirmation(by.Split(','), true),
            new DateOnly(2024, 7, 1), new DateOnly(2025, 7, 1)).Error?.Code);

    [Fact]
    public void who_confirms_somewhere_can_be_named() => Assert.All(PolicyProfiles.All.SelectMany(
        profile => profile.Emergency!.ConfirmedBy.SelectMany(group => group)),
        body => Assert.Contains(body, ConfirmEmergency.Bodies));

    private static EmergencyRules Rules(string profile) => PolicyProfiles.Find(profile)!.Emergency!;

    private static string? Code(string? code) => code is null ? null : $"spend_emergencies.{code}";
}
