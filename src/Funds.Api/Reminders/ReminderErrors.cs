namespace CivicPlatform.Funds.Reminders;

/// <summary>Refusals of the steps toward who has not paid.</summary>
public static class ReminderErrors
{
    public static readonly Error NotFound = Error.NotFound("reminders.not_found", "没有这条催缴记录");

    public static readonly Error NoVisitDue = Error.Conflict(
        "reminders.no_visit_due", "该记录不是待走访的一步", "RAISE-09");

    public static readonly Error DayInFuture = Error.Refused(
        "reminders.day_in_future", "日期不能晚于今天", "RAISE-09");

    public static readonly Error NotVisited = Error.Refused(
        "claim_letters.not_visited", "未经社区走访，不得发出催款函", "RAISE-09");

    public static readonly Error Paid = Error.Conflict("claim_letters.paid", "该户已经缴清", "RAISE-09");

    public static readonly Error AlreadyRecorded = Error.Conflict(
        "claim_letters.already_recorded", "这份催款函已经登记");
}
