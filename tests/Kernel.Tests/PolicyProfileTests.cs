namespace CivicPlatform.Kernel.Tests;

public sealed class PolicyProfileTests
{
    [Theory]
    [InlineData("110114009901", "BJ")]
    [InlineData("310101", "SH")]
    [InlineData("330106001", "HZ")]
    [InlineData("330201", "CN-DEFAULT")]
    [InlineData("370116001", "JN-LAIWU")]
    [InlineData("370117", "JN-LAIWU")]
    [InlineData("370102", "SD-12345")]
    [InlineData("440305", "CN-DEFAULT")]
    [InlineData("410105003", "ZZ")]
    [InlineData("371502004", "LC")]
    [InlineData("370303", "ZB")]
    [InlineData("330302", "WZ")]
    [InlineData("330502", "HUZ")]
    [InlineData("440402", "ZHUHAI")]
    public void the_longest_division_prefix_decides(string division, string name) =>
        Assert.Equal(name, PolicyProfiles.ResolveFor(division).Name);

    [Fact]
    public void the_order_in_which_profiles_are_known_does_not_matter()
    {
        Assert.Equal("JN-LAIWU", PolicyProfiles.Resolve(PolicyProfiles.All, "370116001")?.Name);
        Assert.Equal("JN-LAIWU", PolicyProfiles.Resolve(PolicyProfiles.All.Reverse(), "370116001")?.Name);
    }

    [Fact, Trait("rule", "PUB-01")]
    public void says_how_long_a_result_is_posted()
    {
        Assert.Equal(Period.Days(7), Profile("CN-DEFAULT").Publicity);
        Assert.Equal(Period.WorkingDays(10), Profile("BJ").Publicity);
        Assert.Equal(Period.Days(15), Profile("JN-LAIWU").Publicity);
        Assert.Equal(Period.Days(7), Profile("SD-12345").Publicity);
    }

    [Fact]
    public void says_how_long_before_a_vote_the_owners_get_notice()
    {
        Assert.All(PolicyProfiles.All, profile => Assert.Equal(Period.Days(15), profile.Notice["REGULAR"]));
        Assert.Equal(Period.Days(7), Profile("HZ").Notice["EXTRAORDINARY"]);
        Assert.False(Profile("BJ").Notice.ContainsKey("EXTRAORDINARY"));
    }

    [Theory, Trait("rule", "PUB-03")]
    [InlineData("CN-DEFAULT", "M7", ObjectionEffect.RecordOnly)]
    [InlineData("SH", "M7", ObjectionEffect.RecordOnly)]
    [InlineData("BJ", "M7", ObjectionEffect.Blocking)]
    [InlineData("BJ", "M5", ObjectionEffect.RecordOnly)]
    [InlineData("JN-LAIWU", "M7", ObjectionEffect.Blocking)]
    [InlineData("SD-12345", "M7", ObjectionEffect.RecordOnly)]
    [InlineData("JN-LAIWU", "UNANIMOUS", ObjectionEffect.RecordOnly)]
    public void says_whether_an_objection_holds_a_decision(string profile, string matter, ObjectionEffect effect) =>
        Assert.Equal(effect, Profile(profile).ObjectionEffectOf(matter));

    [Fact, Trait("rule", "CASE-10")]
    public void says_how_long_a_case_of_each_grade_may_take()
    {
        Assert.Equal(Period.Hours(2), Profile("BJ").Case["EMERGENCY"]);
        Assert.Equal(Period.Hours(24), Profile("BJ").Case["UTILITY"]);
        Assert.Equal(Period.Days(7), Profile("BJ").Case["ORDINARY"]);
        Assert.Equal(Period.Days(15), Profile("BJ").Case["COMPLEX"]);
        Assert.Equal([1, 3, 5, 15], Profile("SH").Case.Values.Select(period => period.Count).Order());
        Assert.All(Profile("SH").Case.Values, period => Assert.Equal(PeriodUnit.WorkingDay, period.Unit));
        Assert.Equal(Period.WorkingDays(5), Profile("JN-LAIWU").Case["ORDINARY"]);
        Assert.Empty(Profile("CN-DEFAULT").Case);
    }

    [Fact]
    public void its_id_is_the_hash_of_its_content_and_finds_it_again()
    {
        Assert.Equal(12, PolicyProfiles.All.Select(profile => profile.Id).Distinct().Count());
        Assert.All(PolicyProfiles.All, profile => Assert.Matches("^[0-9a-f]{64}$", profile.Id));
        Assert.Same(Profile("BJ"), PolicyProfiles.FindById(Profile("BJ").Id));
        Assert.Null(PolicyProfiles.FindById("gone"));
    }

    [Fact]
    public void another_content_of_its_own_or_its_parent_gives_another_id()
    {
        const string Json = """
            {"name":"X","prefixes":[],"publicity":{"count":7,"unit":"DAY"},"objections":{"DEFAULT":"RECORD_ONLY"},
            "judicialConfirmation":{"count":30,"unit":"DAY"},"liftZoneMatter":"M8","renewal":{"belowPercent":30},
            "disclosure":{"DEFAULT":"YEAR"},"sources":[],"handling":{"fallback":{"count":5,"unit":"WORKING_DAY"},
            "firstContact":{"count":1,"unit":"DAY"},"grades":{"ANY":"X"},"approvalGrades":[],"maxExtensions":1,
            "longestExtension":1,"suspensionReviewDays":90,"callbackTries":3,"satisfactionPercent":{}}}
            """;
        var parent = new PolicyProfile(ProfileFile.Parse(Json), Json, null);
        var longer = new PolicyProfile(ProfileFile.Parse(Json), Json.Replace('7', '8'), null);
        var child = new PolicyProfile(ProfileFile.Parse(Json), Json, parent);
        var childOfLonger = new PolicyProfile(ProfileFile.Parse(Json), Json, longer);

        Assert.Equal(4, new[] { parent.Id, longer.Id, child.Id, childOfLonger.Id }.Distinct().Count());
    }

    [Theory, Trait("rule", "CASE-03")]
    [InlineData("SH", "CONSULT", "CONSULT", 1)]
    [InlineData("SH", "COMPLAINT", "COMPLAINT", 5)]
    [InlineData("BJ", "COMPLAINT", "ORDINARY", 7)]
    [InlineData("SD-12345", "HELP", "ORDINARY", 5)]
    [InlineData("HZ", "HELP", "ORDINARY", 5)] // No rule of the place is known: the platform's own.
    public void an_order_gets_the_grade_of_its_type_and_place(string profile, string type, string grade, int days)
    {
        Assert.Equal(grade, Profile(profile).Handling.GradeOf(type));
        Assert.Equal(days, Profile(profile).CaseLength(grade).Count);
    }

    [Theory, InlineData("CN-DEFAULT", "M8"), InlineData("SH", "M9"), InlineData("JN-LAIWU", "M8")]
    public void the_zone_of_a_lift_decides_by_the_matter_of_its_city(string profile, string matter) =>
        Assert.Equal(matter, Profile(profile).LiftZoneMatter);

    [Fact, Trait("rule", "VOTE-21")]
    public void electronic_votes_go_through_the_citys_system_in_beijing_only() => Assert.Equal(
        ["BJ"], PolicyProfiles.All.Where(profile => profile.EVoteMandatoryExternal).Select(profile => profile.Name));

    private static PolicyProfile Profile(string name) => PolicyProfiles.Find(name)!;
}
