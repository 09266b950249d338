using System.Globalization;
using CivicPlatform.Cases.Clocks;
using CivicPlatform.Cases.Timeline;
using CivicPlatform.Kernel;

namespace CivicPlatform.Cases.Handling;

/// <summary>What the time line of a case says of a move: codes and days, no person and no words (EVT-02).</summary>
public static class MoveWords
{
    /// <summary>The line, or null where the time line shows none.</summary>
    public static TimelineEntry? Entry(OpenOrder order, CaseMove move) => move.Kind is MoveKinds.Comment
        ? null
        : new TimelineEntry
        {
            Id = move.Id, CaseId = move.CaseId, StreetCode = move.StreetCode, DivisionCode = move.DivisionCode,
            OccurredAt = move.At, Stage = Stages.Case, Event = $"CaseMove.{move.Kind}",
            Title = MoveKinds.TextOf(move.Kind), Detail = Detail(order, move), Link = $"/api/v1/cases/{move.CaseId}",
        };

    private static string Detail(OpenOrder order, CaseMove move) => move.Kind switch
    {
        MoveKinds.Dispatch => $"主办单位 {move.Department}，{Due(order)}",
        MoveKinds.CoHandler => $"{move.Department}{(move.Day is { } day ? $"，{Day(day)} 前反馈" : "")}",
        MoveKinds.Extend => $"延长 {move.Count}，{Due(order)}；{Day(move.Day!.Value)} 已告知诉求人",
        MoveKinds.SuspendRequest => $"原因 {move.Code}，目标日期 {Day(move.Day!.Value)}",
        MoveKinds.Resume => Due(order),
        MoveKinds.Reopen => $"第 {order.State.Cycle} 次办理，{Due(order)}",
        MoveKinds.CallbackMissed => $"第 {order.State.MissedCallbacks} 次",
        MoveKinds.Close => move.Resolved is true ? "已解决" : "未解决",
        MoveKinds.Escalate => OrderRules.Rungs[order.State.Rung - 1],
        _ => move.Code ?? move.Department ?? "",
    };

    private static string Due(OpenOrder order) =>
        CaseClock.Of(order.Moves).Running?.DueAt(WorkCalendar.China) is { } due
            ? "期限 " + due.ToOffset(CivilTime.Offset).AddTicks(-1)
                .ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
            : "计时暂停";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
