using CivicPlatform.Cases.Clocks;
using CivicPlatform.Kernel;

namespace CivicPlatform.Cases.Tests.Clocks;

/// <summary>Deadlines of 4.2, with the days off of October 2024 and the make-up Sunday of 29 September.</summary>
public sealed class CaseClockTests
{
    private static readonly WorkCalendar Calendar = WorkCalendar.China;

    [Theory, Trait("rule", "CASE-10")]
    [InlineData("2024-09-29 16:00", 5, "2024-10-11")] // A complaint in Shanghai: five working days past the holidays.
    [InlineData("2024-09-29 16:00", 1, "2024-09-30")]
    [InlineData("2024-09-27 09:00", 1, "2024-09-29")] // The Sunday is a make-up day.
    public void working_days_pass_over_holidays_and_count_make_up_days(string from, int days, string last)
    {
        var expected = DayPeriod.From(CivilTime.DayOf(At(from)), Period.WorkingDays(days), Calendar).LastDay;
        Assert.Equal(DateOnly.Parse(last, System.Globalization.CultureInfo.InvariantCulture), expected);

        Assert.Equal(CivilTime.EndOf(expected), Run(from, Period.WorkingDays(days)).DueAt(Calendar));
    }

    [Fact, Trait("rule", "TIME-01")]
    public void without_a_pause_it_is_the_period_of_the_law()
    {
        for (var offset = 0; offset < 400; offset += 3)
        {
            var start = At("2024-01-01 10:00").AddDays(offset);
            foreach (var length in (Period[])[Period.Days(7), Period.Days(15), Period.WorkingDays(5)])
            {
                var law = DayPeriod.From(CivilTime.DayOf(start), length, Calendar).EndsAt;
                Assert.Equal(law, new ClockRun("X", start, length, [], null).DueAt(Calendar));
            }
        }
    }

    [Fact, Trait("rule", "CASE-10")]
    public void hours_run_through_the_night_and_pauses_are_added()
    {
        var run = Run("2024-10-01 23:30", Period.Hours(2));
        Assert.Equal(At("2024-10-02 01:30"), run.DueAt(Calendar));

        var paused = run with { Pauses = [new(At("2024-10-02 00:00"), At("2024-10-02 06:00"))] };
        Assert.Equal(At("2024-10-02 07:30"), paused.DueAt(Calendar));
        Assert.Equal(7_200, (paused with { StoppedAt = At("2024-10-02 07:30") }).SecondsUntil(At("2024-11-01 00:00")));
    }

    [Theory, Trait("rule", "CASE-10")]
    [InlineData("2024-10-15 10:00", "2024-10-15 18:00", "2024-10-21")] // Within one day: nothing changes.
    [InlineData("2024-10-15 10:00", "2024-10-16 09:00", "2024-10-22")] // Over one midnight: that day does not count.
    [InlineData("2024-10-21 10:00", "2024-11-08 09:00", "2024-11-08")] // On the last day: the day of the resumption is.
    [InlineData("2024-10-18 10:00", "2024-10-20 09:00", "2024-10-22")] // Friday's end is paused.
    public void a_day_counts_when_the_clock_runs_at_its_end(string from, string to, string last)
    {
        var run = Run("2024-10-14 09:00", Period.WorkingDays(5)) with { Pauses = [new(At(from), At(to))] };

        Assert.Equal(
            DateOnly.Parse(last, System.Globalization.CultureInfo.InvariantCulture),
            CivilTime.DayOf(run.DueAt(Calendar)!.Value.AddTicks(-1)));
    }

    [Fact, Trait("rule", "CASE-10")]
    public void nobody_knows_the_limit_while_it_is_paused()
    {
        var run = Run("2024-10-14 09:00", Period.WorkingDays(5)) with { Pauses = [new(At("2024-10-15 10:00"), null)] };

        Assert.Null(run.DueAt(Calendar));
        Assert.Null(run.MarkAt(50, Calendar));
        Assert.Equal(25 * 3_600, run.SecondsUntil(At("2025-01-01 00:00")));
    }

    [Theory]
    [InlineData(5, "2024-10-16", "2024-10-18")]
    [InlineData(1, "2024-10-14", "2024-10-14")] // Half of one day: the last day has begun.
    [InlineData(3, "2024-10-15", "2024-10-16")]
    public void half_and_four_fifths_are_whole_days_rounded_down(int days, string half, string fifths)
    {
        var run = Run("2024-10-14 09:00", Period.WorkingDays(days));

        Assert.Equal((half, fifths), (Day(run.MarkAt(50, Calendar)), Day(run.MarkAt(80, Calendar))));
    }

    private static string Day(DateTimeOffset? at) => CivilTime.DayOf(at!.Value.AddTicks(-1))
        .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static ClockRun Run(string from, Period length) => new("X", At(from), length, [], null);

    private static DateTimeOffset At(string local) =>
        DateTimeOffset.Parse(local + "+08:00", System.Globalization.CultureInfo.InvariantCulture).ToUniversalTime();
}
