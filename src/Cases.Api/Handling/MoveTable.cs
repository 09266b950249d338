using CivicPlatform.Cases.Intake;
using static CivicPlatform.Cases.Handling.MoveKinds;

namespace CivicPlatform.Cases.Handling;

/// <summary>
/// The state machine of a case (4.2a) as a table: from a state, by a move, to a state. Nothing else is legal.
/// </summary>
public static class MoveTable
{
    private const string Received = CaseStatuses.Received, Dispatched = "DISPATCHED", InProgress = "IN_PROGRESS";

    private static readonly Dictionary<(string From, string Move), string> s_ways = Build();

    /// <summary>The state that follows, or null when the table has no such way.</summary>
    public static string? Next(string from, string move) => s_ways.GetValueOrDefault((from, move));

    /// <summary>
    /// What may be done from a state, in the table's order; each may still be refused by its own rule.
    /// </summary>
    public static IReadOnlyList<string> MovesFrom(string status) =>
        [.. MoveKinds.All.Where(kind => s_ways.ContainsKey((status, kind)))];

    private static Dictionary<(string From, string Move), string> Build()
    {
        var ways = new Dictionary<(string, string), string>
        {
            [(Received, Answer)] = "ANSWERED",
            [(Received, Redirect)] = "REDIRECTED",
            [(Received, Dispatch)] = Dispatched,
            [(Dispatched, ReturnRequest)] = "RETURN_REQUESTED",
            [("RETURN_REQUESTED", ReturnGrant)] = Received,
            [("RETURN_REQUESTED", ReturnDeny)] = Dispatched,
            [(Dispatched, Sign)] = Dispatched,
            [(Dispatched, Contact)] = InProgress,
            [(InProgress, Extend)] = InProgress,
            [(InProgress, SuspendRequest)] = InProgress,
            [(InProgress, Suspend)] = "SUSPENDED",
            [(InProgress, SuspendRefuse)] = InProgress,
            [("SUSPENDED", SuspendReview)] = "SUSPENDED",
            [("SUSPENDED", Resume)] = InProgress,
            [(InProgress, Reply)] = "REPLIED",
            [("REPLIED", CallbackMissed)] = "REPLIED",
            [("REPLIED", Close)] = "CLOSED",
            [("REPLIED", CloseUnrated)] = "CLOSED_UNRATED",
            [("REPLIED", Reopen)] = "REOPENED",
            [("REOPENED", Sign)] = InProgress,
        };
        foreach (var working in (string[])[Dispatched, "RETURN_REQUESTED", InProgress, "SUSPENDED", "REOPENED"])
            foreach (var move in (string[])[MoveKinds.CoHandler, CoReport, Escalate]) ways[(working, move)] = working;
        foreach (var open in CaseStatuses.All.Except(CaseStatuses.Ended))
        {
            ways[(open, Merge)] = "MERGED";
            ways[(open, Comment)] = open;
        }
        return ways;
    }
}
