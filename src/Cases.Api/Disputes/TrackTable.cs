namespace CivicPlatform.Cases.Disputes;

/// <summary>What can run beside a case, and the state tables of each (CASE-40, CASE-43, MED-06). Pure.</summary>
public static class TrackTable
{
    public const string Mediation = "MEDIATION";
    public const string Litigation = "LITIGATION";
    public const string Appraisal = "APPRAISAL";
    public const string Repair = "REPAIR";

    public static readonly IReadOnlyList<string> Kinds = [Mediation, Litigation, Appraisal, Repair];

    private static readonly Dictionary<(string Kind, string From, string Event), string> s_ways = new()
    {
        [(Mediation, "APPLIED", "ACCEPT")] = "ACCEPTED",
        [(Mediation, "ACCEPTED", "SESSION")] = "IN_SESSIONS",
        [(Mediation, "IN_SESSIONS", "SESSION")] = "IN_SESSIONS",
        [(Mediation, "APPLIED", "REFUSE")] = "TERMINATED",
        [(Mediation, "ACCEPTED", "REFUSE")] = "TERMINATED",
        [(Mediation, "IN_SESSIONS", "REFUSE")] = "TERMINATED",
        [(Mediation, "ACCEPTED", "FAIL")] = "FAILED",
        [(Mediation, "IN_SESSIONS", "FAIL")] = "FAILED",
        [(Mediation, "IN_SESSIONS", "AGREE")] = "AGREED",
        [(Mediation, "AGREED", "PERFORM")] = "PERFORMING",
        [(Mediation, "PERFORMING", "COMPLETE")] = "PERFORMED",
        [(Mediation, "PERFORMING", "BREACH")] = "BREACHED",
        [(Litigation, "FILED", "ACCEPT")] = "PENDING",
        [(Litigation, "PENDING", "COURT_MEDIATION")] = "PENDING",
        [(Litigation, "FILED", "WITHDRAW")] = "WITHDRAWN",
        [(Litigation, "PENDING", "WITHDRAW")] = "WITHDRAWN",
        [(Litigation, "PENDING", "JUDGE")] = "JUDGED",
        [(Appraisal, "COMMISSIONED", "REPORT")] = "REPORTED",
        [(Appraisal, "COMMISSIONED", "CANCEL")] = "CANCELLED",
        [(Repair, "PLANNED", "START")] = "STARTED",
        [(Repair, "STARTED", "SETBACK")] = "SETBACK",
        [(Repair, "RESUMED", "SETBACK")] = "SETBACK",
        [(Repair, "SETBACK", "RESUME")] = "RESUMED",
        [(Repair, "STARTED", "DONE")] = "DONE",
        [(Repair, "RESUMED", "DONE")] = "DONE",
        [(Repair, "DONE", "RETEST_PASSED")] = "RETESTED",
        [(Repair, "DONE", "RETEST_FAILED")] = "SETBACK",
        [(Repair, "RETESTED", "ACCEPT")] = "ACCEPTED",
    };

    private static readonly Dictionary<string, string> s_starts = new()
    {
        [Mediation] = "APPLIED", [Litigation] = "FILED", [Appraisal] = "COMMISSIONED", [Repair] = "PLANNED",
    };

    /// <summary>States of a suit that nobody has ended (000-6, 000-11).</summary>
    public static readonly IReadOnlyList<string> PendingStates = ["FILED", "PENDING"];

    /// <summary>Events of a mediation that its settlement makes, never a hand (MED-04): so its guards hold.</summary>
    public static readonly IReadOnlyList<string> BySettlement = ["PERFORM", "COMPLETE", "BREACH"];

    /// <summary>States of a mediation that still goes on towards an agreement.</summary>
    public static readonly IReadOnlyList<string> OpenMediation = ["APPLIED", "ACCEPTED", "IN_SESSIONS"];

    /// <summary>Events that stand on a paper whose hash is kept.</summary>
    public static readonly IReadOnlyList<string> OnPaper = ["WITHDRAW", "JUDGE", "REPORT", "RETEST_PASSED", "ACCEPT"];

    public static readonly IReadOnlyList<string> Events = [.. s_ways.Keys.Select(way => way.Event).Distinct()];

    /// <summary>Those that somebody writes down.</summary>
    public static readonly IReadOnlyList<string> ByHand = [.. Events.Except(BySettlement)];

    public static readonly IReadOnlyList<string> States = [.. s_starts.Values.Concat(s_ways.Values).Distinct()];

    /// <summary>The state in which a track of that kind starts.</summary>
    public static string StartOf(string kind) => s_starts[kind];

    /// <summary>The state that follows, or null when the table has no such way.</summary>
    public static string? Next(string kind, string from, string happened) =>
        s_ways.GetValueOrDefault((kind, from, happened));

    /// <summary>What somebody can write down next, in the table's order.</summary>
    public static IReadOnlyList<string> EventsFrom(string kind, string state) =>
    [
        .. s_ways.Keys.Where(way => way.Kind == kind && way.From == state).Select(way => way.Event)
            .Except(BySettlement),
    ];

    /// <summary>In the words of the offices.</summary>
    public static string TextOf(string kind, string happened) => (kind, happened) switch
    {
        (Mediation, "OPEN") => "申请人民调解",
        (Mediation, "ACCEPT") => "受理调解",
        (Mediation, "SESSION") => "召开协调会",
        (Mediation, "REFUSE") => "一方明确拒绝，调解终止",
        (Mediation, "FAIL") => "调解不成",
        (Mediation, "AGREE") => "达成调解",
        (Mediation, "PERFORM") => "开始履行协议",
        (Mediation, "COMPLETE") => "协议履行完毕",
        (Mediation, "BREACH") => "协议未履行",
        (Litigation, "OPEN") => "向法院起诉",
        (Litigation, "ACCEPT") => "法院立案",
        (Litigation, "COURT_MEDIATION") => "法庭调解",
        (Litigation, "WITHDRAW") => "撤诉",
        (Litigation, "JUDGE") => "判决",
        (Appraisal, "OPEN") => "委托鉴定",
        (Appraisal, "REPORT") => "出具鉴定意见",
        (Appraisal, "CANCEL") => "取消鉴定",
        (Repair, "OPEN") => "维修立项",
        (Repair, "START") => "维修开工",
        (Repair, "SETBACK") => "维修受阻",
        (Repair, "RESUME") => "维修恢复",
        (Repair, "DONE") => "维修完工",
        (Repair, "RETEST_PASSED") => "淋水复测合格",
        (Repair, "RETEST_FAILED") => "淋水复测不合格",
        (Repair, "ACCEPT") => "维修验收",
        _ => happened,
    };
}

/// <summary>Who takes part in a dispute: roles, never names.</summary>
public static class Parties
{
    public static readonly IReadOnlyList<string> All =
        ["APPLICANT", "RESPONDENT", "DEVELOPER", "PROPERTY_COMPANY", "COMMITTEE", "EXPERT", "THIRD_PARTY"];
}
