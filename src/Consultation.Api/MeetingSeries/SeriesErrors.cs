namespace CivicPlatform.Consultation.MeetingSeries;

/// <summary>Why a series or its next meeting is refused.</summary>
public static class SeriesErrors
{
    public static readonly Error NotFound = Error.NotFound("meeting_series.not_found", "没有这个每周例会系列");

    /// <summary>All its weeks are used.</summary>
    public static Error Over(int weeks) => Error.Conflict(
        "meeting_series.over", "该系列的例会次数已满，请另立新的系列", "LIFT-03") with
    {
        Detail = $"共 {weeks} 次",
    };

    /// <summary>One meeting at a time: what is open can be carried only after it was held.</summary>
    public static Error Ahead(DateOnly heldOn) => Error.Conflict(
        "meeting_series.ahead", "上一次例会尚未召开，不能预开下一次", "LIFT-03") with
    {
        Detail = $"{heldOn:yyyy-MM-dd}",
    };
}
