using CivicPlatform.Notifications.Deliveries;

namespace CivicPlatform.Notifications.Tests.Deliveries;

public sealed class RetryScheduleTests
{
    private static readonly RetrySchedule Schedule = new() { Jitter = 0.2 };

    [Fact]
    public void is_ten_tries_over_about_three_days_unless_configured()
    {
        var pauses = Enumerable.Range(1, 9).Select(n => Schedule.PauseAfter(n, null, chance: 0)!.Value).ToList();

        Assert.Equal(10, Schedule.TriesMax);
        Assert.Equal(TimeSpan.FromSeconds(5), pauses[0]);
        Assert.Equal(TimeSpan.FromHours(24), pauses[^1]);
        Assert.InRange(pauses.Aggregate((a, b) => a + b), TimeSpan.FromDays(3), TimeSpan.FromDays(4));
    }

    [Fact]
    public void ends_after_the_last_try()
    {
        Assert.NotNull(Schedule.PauseAfter(9, null, 0));
        Assert.Null(Schedule.PauseAfter(10, null, 0));
        Assert.Null(Schedule.PauseAfter(11, TimeSpan.FromHours(1), 0));
    }

    [Fact]
    public void stretches_a_pause_by_at_most_the_jitter()
    {
        Assert.Equal(TimeSpan.FromMinutes(5), Schedule.PauseAfter(2, null, chance: 0));
        Assert.Equal(TimeSpan.FromMinutes(5.5), Schedule.PauseAfter(2, null, chance: 0.5));
        Assert.Equal(TimeSpan.FromMinutes(6), Schedule.PauseAfter(2, null, chance: 1));
    }

    [Fact]
    public void never_comes_earlier_than_the_receiver_asked_and_never_waits_past_the_limit()
    {
        Assert.Equal(TimeSpan.FromMinutes(7), Schedule.PauseAfter(1, TimeSpan.FromMinutes(7), 0));
        Assert.Equal(TimeSpan.FromMinutes(5), Schedule.PauseAfter(2, TimeSpan.FromSeconds(1), 0));
        Assert.Equal(TimeSpan.FromHours(24), Schedule.PauseAfter(1, TimeSpan.FromDays(400), 0));
        Assert.Equal(TimeSpan.FromSeconds(5), Schedule.PauseAfter(1, TimeSpan.FromSeconds(-9), 0));
    }
}
