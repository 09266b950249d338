namespace CivicPlatform.Consultation.Meetings;

/// <summary>Why a meeting refuses.</summary>
public static class MeetingErrors
{
    public static readonly Error NotFound = Error.NotFound("meetings.not_found", "没有这次协商会");

    public static readonly Error MinutesNotFound = Error.NotFound("meetings.minutes_not_found", "没有这一版会议纪要");

    public static readonly Error ItemNotFound = Error.NotFound("meetings.item_not_found", "没有这项待办");

    public static readonly Error ItemDone = Error.Conflict("meetings.item_done", "该待办已经办结");

    public static readonly Error PreviousDoesNotFit = Error.Refused(
        "meetings.previous_does_not_fit", "只有同一小区的每周例会可以承接上次会议的待办", "LIFT-03");

    public static readonly Error DueBeforeMeeting =
        Error.Refused("meetings.due_before_meeting", "办理期限不能早于会议日期", "LIFT-03");

    public static readonly Error TooManyItems =
        Error.Refused("meetings.too_many_items", $"一次会议的待办不得超过 {Meeting.MaxItems} 项", "LIFT-03");

    public static readonly Error PartyAbsent =
        Error.Refused("meetings.party_absent", "该方未出席会议，不能签署纪要", "PIPE-03");

    public static readonly Error MinutesSuperseded =
        Error.Conflict("meetings.minutes_superseded", "纪要已有新版本，请签署最新一版");

    public static readonly Error SignedAlready = Error.Conflict("meetings.signed_already", "该方已签署这一版纪要");
}
