using CivicPlatform.Cases.Intake;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Cases.Tests.Intake;

public sealed class CaseTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 1, 0, 0, TimeSpan.Zero);

    [Fact, Trait("rule", "CASE-02")]
    public void is_received_with_its_time_matter_and_place()
    {
        var registered = Case.Register(Told(Channels.Hotline), "2026-110114009-000001", Now).Value;

        Assert.Equal((CaseStatuses.Received, Now), (registered.Status, registered.ReceivedAt));
        Assert.Equal(("110114009", "110114009901"), (registered.StreetCode, registered.DivisionCode));
        Assert.Equal(("LIFT_FAILURE", "HELP"), (registered.Matter, registered.Type));
    }

    [Theory, Trait("rule", "CASE-02")]
    [InlineData(Channels.Hotline)]
    [InlineData(Channels.Network)]
    [InlineData(Channels.Window)]
    public void a_request_of_a_resident_needs_a_contact(string channel) => Assert.Equal(
        IntakeErrors.ContactMissing, Case.Register(Told(channel) with { HasContact = false }, "n", Now).Error);

    [Theory, Trait("rule", "CASE-01")]
    [InlineData(Channels.GridOfficer)]
    [InlineData(Channels.Patrol)]
    public void what_staff_found_themselves_needs_no_reporter(string channel) =>
        Assert.Null(Case.Register(Told(channel) with { HasContact = false }, "n", Now).Error);

    [Fact, Trait("rule", "CASE-02")]
    public void cannot_have_been_received_in_the_future()
    {
        var late = Told(Channels.Hotline) with { ReceivedAt = Now.AddMinutes(6) };

        Assert.Equal(IntakeErrors.ReceivedInFuture, Case.Register(late, "n", Now).Error);
        Assert.Null(Case.Register(late with { ReceivedAt = Now.AddMinutes(4) }, "n", Now).Error);
    }

    [Theory]
    [InlineData("王小明", "王**")]
    [InlineData("𠮷田", "𠮷**")]
    public void a_name_is_masked_to_its_first_character(string name, string masked) =>
        Assert.Equal(masked, Masking.Name(name));

    [Theory]
    [InlineData("13800001234", "138****1234")]
    [InlineData("+86 138-0000-1234", "861****1234")]
    [InlineData("12345", "****")]
    public void a_phone_is_masked_in_its_middle(string phone, string masked) =>
        Assert.Equal(masked, Masking.Phone(phone));

    [Theory]
    [InlineData("我是王小明，电话13800001234，住4-1-101", "我是王**，电话****，住4-1-101")]
    [InlineData("王 小明 138-0000-1234 或 (010) 6234 5678", "王** **** 或 (****")]
    [InlineData("身份证11010519491231002X，拨过12345", "身份证****，拨过12345")]
    [InlineData("电话１３８００００１２３４，邮箱wang.xm@example.com", "电话****，邮箱****")]
    [InlineData("一三八零零零零一二三四打我", "****打我")]
    [InlineData("3号楼电梯停运三天，老人上下楼困难", "3号楼电梯停运三天，老人上下楼困难")]
    public void words_are_masked_where_they_tell_who_speaks(string words, string masked) =>
        Assert.Equal(masked, Masking.Words(words, "王小明"));

    [Fact]
    public void without_a_name_only_numbers_are_masked() =>
        Assert.Equal("王家住王府井，****", Masking.Words("王家住王府井，62345678", "王"));

    private static CaseIntake Told(string channel) => new()
    {
        Division = DivisionCode.Parse("110114009901"), Channel = channel, Type = "HELP", Matter = "LIFT_FAILURE",
        HasContact = true, RegisteredBy = "clerk-1",
    };
}
