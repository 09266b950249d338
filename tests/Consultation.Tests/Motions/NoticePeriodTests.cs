using System.Globalization;
using CivicPlatform.Consultation.Motions;
using CivicPlatform.Kernel;

namespace CivicPlatform.Consultation.Tests.Motions;

/// <summary>The notice periods of the publicity table (domain.md 1.6), profile by profile.</summary>
public sealed class NoticePeriodTests
{
    private const string Hash = "a";

    [Theory, Trait("rule", "VOTE-27"), Trait("rule", "TIME-01")]
    [InlineData("CN-DEFAULT", NoticeKind.Regular, "2023-04-03", "2023-04-19")]
    [InlineData("BJ", NoticeKind.Regular, "2023-04-03", "2023-04-19")]
    [InlineData("SH", NoticeKind.Regular, "2023-04-03", "2023-04-19")]
    [InlineData("HZ", NoticeKind.Regular, "2023-04-03", "2023-04-19")]
    [InlineData("HZ", NoticeKind.Extraordinary, "2023-04-03", "2023-04-11")]
    [InlineData("JN-LAIWU", NoticeKind.Regular, "2023-04-03", "2023-04-19")]
    [InlineData("SD-12345", NoticeKind.Regular, "2023-04-03", "2023-04-19")]
    // The fifteenth day is the Labour Day holiday: the first day after it is the last (4 May), and 5 May opens.
    [InlineData("CN-DEFAULT", NoticeKind.Regular, "2023-04-16", "2023-05-05")]
    [InlineData("HZ", NoticeKind.Extraordinary, "2023-04-22", "2023-05-05")]
    public void voting_opens_on_the_day_after_the_last_day(string profile, NoticeKind kind, string hung, string opens)
    {
        var first = NoticePeriod.FirstOpening(PolicyProfiles.Find(profile)!, kind, At(hung, 23)).Value;

        Assert.Equal(At(opens, 0), first);
        var notice = Notice(hung, kind);
        Assert.Null(Check(profile, notice, first));
        var early = Check(profile, notice, first.AddSeconds(-1));
        Assert.Equal(("motions.notice_too_short", "VOTE-27"), (early?.Code, early?.Rule));
        Assert.Contains(opens, early?.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CN-DEFAULT"), InlineData("BJ"), InlineData("SH"), InlineData("JN-LAIWU"), InlineData("SD-12345")]
    public void only_where_a_city_says_so_an_extraordinary_vote_waits_less(string profile) => Assert.Equal(
        "motions.notice_kind_unknown",
        Check(profile, Notice("2023-04-03", NoticeKind.Extraordinary), At("2023-06-01", 0))?.Code);

    [Fact, Trait("rule", "EVT-03")]
    public void a_notice_needs_proof_the_same_agenda_and_a_day_that_was()
    {
        var (notice, opens) = (Notice("2023-04-03"), At("2023-05-01", 0));
        Assert.Equal("motions.notice_unproved", Check("BJ", notice with { Evidence = [] }, opens)?.Code);
        Assert.Equal("motions.agenda_differs", Check("BJ", notice with { AgendaHash = "b" }, opens)?.Code);
        Assert.Equal("motions.notice_in_future", Check("BJ", Notice("2023-06-02"), At("2023-12-01", 0))?.Code);
    }

    private static Error? Check(string profile, MotionNotice notice, DateTimeOffset opensAt) => NoticePeriod.Check(
        PolicyProfiles.Find(profile)!, notice, Hash, opensAt, civilNow: At("2023-06-01", 12)).Error;

    private static MotionNotice Notice(string hung, NoticeKind kind = NoticeKind.Regular) =>
        new(At(hung, 9), ["小区公告栏"], Hash, ["e"], kind);

    private static DateTimeOffset At(string day, int hour) => CivilTime
        .StartOf(DateOnly.Parse(day, CultureInfo.InvariantCulture)).AddHours(hour);
}
