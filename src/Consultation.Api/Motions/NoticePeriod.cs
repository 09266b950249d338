using System.Text.Json.Serialization;

namespace CivicPlatform.Consultation.Motions;

/// <summary>Which notice period holds; a profile need not know every kind.</summary>
public enum NoticeKind
{
    /// <summary>A regular assembly, or a vote in writing.</summary>
    [JsonStringEnumMemberName("REGULAR")] Regular,

    /// <summary>An extraordinary assembly, where a city has a shorter period for it.</summary>
    [JsonStringEnumMemberName("EXTRAORDINARY")] Extraordinary,
}

/// <summary>
/// How long the owners know what they vote on before they vote (VOTE-27; PMR 14, BJ 35, SH 16, HZ 19). Pure.
/// </summary>
public static class NoticePeriod
{
    /// <summary>The first instant at which voting may open: the day after the last day of the period.</summary>
    public static Result<DateTimeOffset> FirstOpening(PolicyProfile profile, NoticeKind kind, DateTimeOffset postedAt)
    {
        if (!profile.Notice.TryGetValue(Codes.Of(kind), out var length))
            return MotionErrors.NoticeKindUnknown(profile);
        return DayPeriod.From(CivilTime.DayOf(postedAt), length, WorkCalendar.China).EndsAt;
    }

    /// <summary>Refuses an opening before the period has run, and a notice of tomorrow or without proof.</summary>
    public static Result Check(
        PolicyProfile profile, MotionNotice notice, string agendaHash, DateTimeOffset opensAt, DateTimeOffset civilNow)
    {
        if (notice.AgendaHash != agendaHash) return MotionErrors.AgendaDiffers(agendaHash);
        if (notice.Evidence.Count == 0) return MotionErrors.NoticeUnproved;
        if (notice.PostedAt > civilNow) return MotionErrors.NoticeInFuture;
        if (!FirstOpening(profile, notice.Kind, notice.PostedAt).Succeeded(out var first, out var error)) return error;
        return opensAt >= first ? Result.Success : MotionErrors.NoticeTooShort(profile, first);
    }
}
