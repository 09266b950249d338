using CivicPlatform.Registry.Calendars;

namespace CivicPlatform.Registry.Tests.Calendars;

public sealed class PreviewDeadlineTests
{
    [Fact, Trait("rule", "PUB-01")]
    public void a_result_in_beijing_is_posted_for_ten_working_days()
    {
        var response = Preview("PUBLICITY", "BJ", "2024-09-20");

        Assert.Equal(new DateOnly(2024, 10, 10), response.LastDay);
        Assert.Equal(new DateTime(2024, 10, 10, 16, 0, 0, DateTimeKind.Utc), response.EndsAt);
        Assert.Equal(
            ["2024-09-20 START_DAY", "2024-09-21 REST_DAY", "2024-09-22 REST_DAY", "2024-09-28 REST_DAY"],
            response.NotCounted.Take(4).Select(day => $"{day.Date:yyyy-MM-dd} {day.Reason}"));
        Assert.Equal(7, response.NotCounted.Count(day => day.Reason == "HOLIDAY"));
        Assert.Null(response.YearsWithoutCalendar);
    }

    [Fact, Trait("rule", "MED-05")]
    public void med_v1_a_joint_request_from_1_september_2024_is_in_time_until_8_october() =>
        Assert.Equal(new DateOnly(2024, 10, 8), Preview("MED-05", "CN-DEFAULT", "2024-09-01").LastDay);

    [Theory, Trait("rule", "CASE-10")]
    [InlineData("BJ", "EMERGENCY", "2024-09-30T23:30:00+08:00", "2024-09-30T17:30:00Z", "2024-10-01")]
    [InlineData("BJ", "UTILITY", "2024-09-30T15:00:00Z", "2024-10-01T15:00:00Z", "2024-10-01")]
    [InlineData("BJ", "ORDINARY", "2024-09-02T09:00:00+08:00", "2024-09-09T16:00:00Z", "2024-09-09")]
    [InlineData("BJ", "COMPLEX", "2024-09-02", "2024-09-18T16:00:00Z", "2024-09-18")]
    [InlineData("SH", "CONSULT", "2024-09-13", "2024-09-14T16:00:00Z", "2024-09-14")]
    [InlineData("SH", "COMPLAINT", "2024-09-27", "2024-10-10T16:00:00Z", "2024-10-10")]
    [InlineData("SH", "RECHECK", "2024-09-27", "2024-10-08T16:00:00Z", "2024-10-08")]
    [InlineData("SH", "COMPLEX", "2024-09-02", "2024-09-24T16:00:00Z", "2024-09-24")]
    [InlineData("SD-12345", "ORDINARY", "2024-09-27", "2024-10-10T16:00:00Z", "2024-10-10")]
    public void a_case_has_its_grades_time(string profile, string kind, string from, string endsAt, string lastDay)
    {
        var response = Preview("CASE", profile, from, kind);

        Assert.Equal(DateTimeOffset.Parse(endsAt).UtcDateTime, response.EndsAt);
        Assert.Equal(DateOnly.Parse(lastDay), response.LastDay);
    }

    [Fact]
    public void notice_is_15_days_and_for_an_extraordinary_meeting_in_hangzhou_7()
    {
        Assert.Equal(new DateOnly(2024, 9, 18), Preview("NOTICE", "BJ", "2024-09-03").LastDay);
        Assert.Equal(new DateOnly(2024, 9, 10), Preview("NOTICE", "HZ", "2024-09-03", "EXTRAORDINARY").LastDay);
        Assert.Equal("deadlines.unknown_kind", Refusal("NOTICE", "BJ", "2024-09-03", "EXTRAORDINARY"));
    }

    [Fact, Trait("rule", "TIME-04")]
    public void an_instant_starts_on_its_day_in_shanghai() =>
        Assert.Equal(Preview("PUBLICITY", "BJ", "2024-09-20").LastDay,
            Preview("PUBLICITY", "BJ", "2024-09-19T16:00:00Z").LastDay);

    [Fact, Trait("rule", "TIME-02")]
    public void years_without_a_notice_are_named() =>
        Assert.Equal([2027], Preview("PUBLICITY", "BJ", "2027-03-01").YearsWithoutCalendar!);

    [Theory]
    [InlineData("PUBLICITY", "XX", "2024-09-20", null, "deadlines.unknown_profile")]
    [InlineData("PUBLICITY", "BJ", "2024-09-20", "ORDINARY", "deadlines.unknown_kind")]
    [InlineData("CASE", "BJ", "2024-09-20", null, "deadlines.unknown_kind")]
    [InlineData("CASE", "CN-DEFAULT", "2024-09-20", "ORDINARY", "deadlines.unknown_kind")]
    [InlineData("CASE", "BJ", "2024-09-20", "EMERGENCY", "deadlines.instant_needed")]
    [InlineData("OTHER", "BJ", "2024-09-20", null, "request.invalid")]
    [InlineData("PUBLICITY", "BJ", "2024-02-30", null, "request.invalid")]
    [InlineData("PUBLICITY", "BJ", "2024-09-20T08:00:00", null, "request.invalid")]
    [InlineData("PUBLICITY", "BJ", "20240920", null, "request.invalid")]
    [InlineData("PUBLICITY", "BJ", "9999-12-31", null, "request.invalid")]
    public void refuses_what_it_does_not_know(string rule, string profile, string from, string? kind, string code) =>
        Assert.Equal(code, Refusal(rule, profile, from, kind));

    private static PreviewDeadline.Response Preview(string rule, string profile, string from, string? kind = null) =>
        PreviewDeadline.Calculate(new() { Rule = rule, Profile = profile, From = from, Kind = kind }).Value;

    private static string? Refusal(string rule, string profile, string from, string? kind) =>
        PreviewDeadline.Calculate(new() { Rule = rule, Profile = profile, From = from, Kind = kind }).Error?.Code;
}
