namespace CivicPlatform.Kernel.Tests;

public sealed class WorkCalendarTests
{
    private static readonly WorkCalendar China = WorkCalendar.China;

    [Theory, Trait("rule", "TIME-02")]
    [InlineData("2024-09-29", null)] // Sunday, made up for National Day.
    [InlineData("2024-10-12", null)]
    [InlineData("2024-10-01", RestKind.Holiday)]
    [InlineData("2024-10-05", RestKind.Holiday)] // A Saturday inside the holiday.
    [InlineData("2024-10-08", null)]
    [InlineData("2024-09-28", RestKind.RestDay)]
    [InlineData("2022-12-31", RestKind.Holiday)] // From the notice for 2023.
    [InlineData("2026-02-28", null)]
    public void knows_holidays_and_make_up_days(string date, RestKind? rest)
    {
        var day = DateOnly.Parse(date);
        Assert.Equal(rest, China.RestOn(day));
        Assert.Equal(rest is null, China.IsWorkingDay(day));
    }

    [Fact, Trait("rule", "TIME-02")]
    public void falls_back_to_plain_weekends_without_a_notice_and_says_so()
    {
        Assert.False(China.HasNoticeFor(2022));
        Assert.False(China.HasNoticeFor(2027));
        Assert.All(Enumerable.Range(2023, 4), year => Assert.True(China.HasNoticeFor(year)));
        Assert.True(China.IsWorkingDay(new DateOnly(2027, 10, 1)));
        Assert.Equal(RestKind.RestDay, China.RestOn(new DateOnly(2027, 10, 2)));

        var period = DayPeriod.From(new DateOnly(2026, 12, 20), Period.Days(20), China);
        Assert.Equal([2027], period.YearsWithoutNotice);
    }

    [Fact]
    public void holds_the_same_facts_as_the_shared_notices()
    {
        var path = Path.Combine(SharedData.Root, "calendar", "cn-2023-2026.csv");
        Assert.SkipUnless(File.Exists(path), $"{path} is absent: the shared notices were NOT compared.");
        foreach (var cells in File.ReadLines(path).Skip(1).Select(line => line.Split(',')))
        {
            var works = China.IsWorkingDay(DateOnly.Parse(cells[0]));
            Assert.True(works == (cells[1] == "WORK"), $"{cells[0]} {cells[1]}");
        }
    }
}
