namespace CivicPlatform.Kernel.Tests;

public sealed class AccountingPeriodTests
{
    [Theory, Trait("rule", "FUND-25")]
    [InlineData("2026-03-31", DisclosureInterval.Quarter, "2026-01-01", "2026-03-31")]
    [InlineData("2026-04-01", DisclosureInterval.Quarter, "2026-04-01", "2026-06-30")]
    [InlineData("2026-12-31", DisclosureInterval.HalfYear, "2026-07-01", "2026-12-31")]
    [InlineData("2024-02-29", DisclosureInterval.Year, "2024-01-01", "2024-12-31")]
    public void a_period_is_a_whole_part_of_the_calendar(
        string day, DisclosureInterval interval, string from, string through) =>
        Assert.Equal(new AccountingPeriod(Day(from), Day(through)), AccountingPeriod.Of(Day(day), interval));

    [Theory, Trait("rule", "FUND-25")]
    [InlineData("2026-04-01", DisclosureInterval.Quarter, "2026-03-31")]
    [InlineData("2026-03-31", DisclosureInterval.Quarter, "2025-12-31")]
    [InlineData("2026-07-01", DisclosureInterval.HalfYear, "2026-06-30")]
    [InlineData("2026-12-31", DisclosureInterval.Year, "2025-12-31")]
    public void a_period_ends_with_its_last_day(string today, DisclosureInterval interval, string through) =>
        Assert.Equal(Day(through), AccountingPeriod.EndedBefore(Day(today), interval).Through);

    [Theory, Trait("rule", "FUND-25")]
    [InlineData("310101", "MAINTENANCE_FUND", DisclosureInterval.HalfYear)]
    [InlineData("310101", "COMMON_INCOME", DisclosureInterval.Quarter)]
    [InlineData("310101", "SELF_RAISED", DisclosureInterval.Year)]
    [InlineData("110114", "MAINTENANCE_FUND", DisclosureInterval.Quarter)]
    [InlineData("440305", "MAINTENANCE_FUND", DisclosureInterval.Year)]
    public void the_place_says_how_often_an_account_is_disclosed(
        string division, string purpose, DisclosureInterval interval) =>
        Assert.Equal(interval, PolicyProfiles.ResolveFor(division).DisclosureIntervalOf(purpose));

    private static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
