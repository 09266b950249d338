namespace CivicPlatform.Kernel.Tests;

public sealed class DayPeriodTests
{
    private static DayPeriod From(string start, Period length) =>
        DayPeriod.From(DateOnly.Parse(start), length, WorkCalendar.China);

    [Fact, Trait("rule", "MED-05")]
    public void med_v1_thirty_days_from_1_september_2024_end_on_8_october()
    {
        var period = From("2024-09-01", Period.Days(30));

        Assert.Equal(new DateOnly(2024, 10, 8), period.LastDay);
        Assert.Equal(UncountedReason.StartDay, period.NotCounted[0].Reason);
        Assert.Equal(
            Enumerable.Range(1, 7).Select(day =>
                new UncountedDay(new DateOnly(2024, 10, day), UncountedReason.Holiday)),
            period.NotCounted.Skip(1));
    }

    [Fact, Trait("rule", "TIME-01")]
    public void the_start_day_does_not_count() =>
        Assert.Equal(new DateOnly(2024, 9, 5), From("2024-09-02", Period.Days(3)).LastDay);

    [Fact, Trait("rule", "TIME-01")]
    public void a_last_day_of_rest_moves_to_the_first_working_day_after_it()
    {
        Assert.Equal(new DateOnly(2024, 9, 9), From("2024-09-01", Period.Days(6)).LastDay); // Saturday the 7th.
        Assert.Equal(new DateOnly(2024, 9, 14), From("2024-09-07", Period.Days(7)).LastDay); // Saturday, but worked.
    }

    [Fact, Trait("rule", "TIME-01")]
    public void rest_days_inside_a_period_of_calendar_days_do_count() =>
        Assert.Equal([new UncountedDay(new DateOnly(2024, 9, 5), UncountedReason.StartDay)],
            From("2024-09-05", Period.Days(7)).NotCounted);

    [Fact, Trait("rule", "TIME-02")]
    public void ten_working_days_from_20_september_2024_end_on_10_october()
    {
        var period = From("2024-09-20", Period.WorkingDays(10));

        Assert.Equal(new DateOnly(2024, 10, 10), period.LastDay);
        Assert.Equal(
            ["2024-09-20 StartDay", "2024-09-21 RestDay", "2024-09-22 RestDay", "2024-09-28 RestDay",
                "2024-10-01 Holiday", "2024-10-02 Holiday", "2024-10-03 Holiday", "2024-10-04 Holiday",
                "2024-10-05 Holiday", "2024-10-06 Holiday", "2024-10-07 Holiday"],
            period.NotCounted.Select(day => $"{day.Date:yyyy-MM-dd} {day.Reason}"));
    }

    [Fact, Trait("rule", "TIME-04")]
    public void ends_at_midnight_of_shanghai_and_includes_its_last_day()
    {
        var period = From("2024-09-20", Period.WorkingDays(10));

        Assert.Equal(new DateTimeOffset(2024, 10, 10, 16, 0, 0, TimeSpan.Zero), period.EndsAt);
        Assert.True(period.IncludesInstant(period.EndsAt.AddTicks(-1)));
        Assert.False(period.IncludesInstant(period.EndsAt));
    }

    [Fact, Trait("rule", "TIME-04")]
    public void a_day_is_the_day_in_shanghai()
    {
        var lateInUtc = new DateTimeOffset(2024, 9, 19, 16, 0, 0, TimeSpan.Zero);
        Assert.Equal(new DateOnly(2024, 9, 20), CivilTime.DayOf(lateInUtc));
        Assert.Equal(new DateOnly(2024, 9, 19), CivilTime.DayOf(lateInUtc.AddTicks(-1)));
    }

    [Theory, Trait("rule", "TIME-01")]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(DayPeriod.MaxDays + 1)]
    public void throws_on_a_length_that_no_profile_may_hold(int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => From("2024-09-20", Period.Days(count)));

    [Fact]
    public void throws_on_hours_because_they_end_at_an_instant() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => From("2024-09-20", Period.Hours(2)));
}
