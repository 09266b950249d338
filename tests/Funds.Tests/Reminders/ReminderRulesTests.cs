using CivicPlatform.Funds.Reminders;
using CivicPlatform.Kernel;

namespace CivicPlatform.Funds.Tests.Reminders;

/// <summary>Quiet hours, distance and ladder, at their edges (RAISE-09).</summary>
public sealed class ReminderRulesTests
{
    [Theory, Trait("rule", "RAISE-09")]
    [InlineData("2027-03-01 20:59:59", "2027-03-01 20:59:59"), InlineData("2027-03-01 21:00:00", "2027-03-02 08:00:00")]
    [InlineData("2027-03-01 23:59:59", "2027-03-02 08:00:00"), InlineData("2027-03-01 00:00:00", "2027-03-01 08:00:00")]
    [InlineData("2027-03-01 07:59:59", "2027-03-01 08:00:00"), InlineData("2027-03-01 08:00:00", "2027-03-01 08:00:00")]
    [InlineData("2027-12-31 22:00:00", "2028-01-01 08:00:00")]
    public void the_night_waits_for_the_morning(string now, string sendAt) =>
        Assert.Equal(At(sendAt), ReminderRules.Default.SendAt(At(now)));

    [Fact, Trait("rule", "RAISE-09")]
    public void quiet_hours_may_lie_within_a_day_or_be_none()
    {
        var noon = ReminderRules.Default with { QuietFrom = new(12, 0), QuietUntil = new(14, 0) };
        Assert.Equal(At("2027-03-01 14:00:00"), noon.SendAt(At("2027-03-01 12:30:00")));
        Assert.Equal(At("2027-03-01 22:30:00"), noon.SendAt(At("2027-03-01 22:30:00")));
        var none = ReminderRules.Default with { QuietFrom = new(0, 0), QuietUntil = new(0, 0) };
        Assert.Equal(At("2027-03-01 03:00:00"), none.SendAt(At("2027-03-01 03:00:00")));
    }

    [Fact, Trait("rule", "RAISE-09")]
    public void three_days_are_72_hours_to_the_instant()
    {
        var last = At("2027-03-01 20:30:00");
        Assert.False(ReminderRules.Default.MayTell(last, At("2027-03-04 20:29:59")));
        Assert.True(ReminderRules.Default.MayTell(last, At("2027-03-04 20:30:00")));
        Assert.True(ReminderRules.Default.MayTell(null, last));
    }

    [Fact, Trait("rule", "RAISE-09")]
    public void the_ladder_is_messages_a_visit_and_then_people()
    {
        var steps = Enumerable.Range(0, 5).Select(level => ReminderRules.Default.StepAfter(level) ?? "");
        Assert.Equal(["MESSAGE", "MESSAGE", "MESSAGE", "VISIT", ""], steps);
    }

    private static DateTimeOffset At(string local) =>
        new(DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture), CivilTime.Offset);
}
