namespace CivicPlatform.Cases.Handling;

/// <summary>
/// What can be done with a case (4.2a). What is told to the reporter or decided is a move of its own.
/// </summary>
public static class MoveKinds
{
    /// <summary>Answered at once (即时答复): consultations only.</summary>
    public const string Answer = "ANSWER";

    /// <summary>Told the legal channel (告知法定渠道): a disposition, not a rejection (CASE-04).</summary>
    public const string Redirect = "REDIRECT";

    /// <summary>Handed to a department (派单): the clock starts (CASE-10).</summary>
    public const string Dispatch = "DISPATCH";

    /// <summary>A department that helps (协办), with a day of its own; it reports to the first (CASE-06).</summary>
    public const string CoHandler = "CO_HANDLER";

    /// <summary>A co-handler has done its part.</summary>
    public const string CoReport = "CO_REPORT";

    public const string ReturnRequest = "RETURN_REQUEST";
    public const string ReturnGrant = "RETURN_GRANT";
    public const string ReturnDeny = "RETURN_DENY";

    /// <summary>The department takes it up (签收).</summary>
    public const string Sign = "SIGN";

    /// <summary>The reporter was spoken to first (先行联系).</summary>
    public const string Contact = "CONTACT";

    public const string Extend = "EXTEND";
    public const string SuspendRequest = "SUSPEND_REQUEST";
    public const string Suspend = "SUSPEND";
    public const string SuspendRefuse = "SUSPEND_REFUSE";

    /// <summary>A suspended order was looked at again (挂账复核).</summary>
    public const string SuspendReview = "SUSPEND_REVIEW";

    public const string Resume = "RESUME";

    /// <summary>One rung up (升级); none deletes the former.</summary>
    public const string Escalate = "ESCALATE";

    public const string Reply = "REPLY";

    /// <summary>A call back that nobody answered.</summary>
    public const string CallbackMissed = "CALLBACK_MISSED";

    public const string Close = "CLOSE";

    /// <summary>The last call that nobody answered.</summary>
    public const string CloseUnrated = "CLOSE_UNRATED";

    public const string Reopen = "REOPEN";
    public const string Merge = "MERGE";

    /// <summary>A word among the staff, or one to the reporter.</summary>
    public const string Comment = "COMMENT";

    public static readonly IReadOnlyList<string> All =
    [
        Answer, Redirect, Dispatch, CoHandler, CoReport, ReturnRequest, ReturnGrant, ReturnDeny, Sign, Contact, Extend,
        SuspendRequest, Suspend, SuspendRefuse, SuspendReview, Resume, Escalate, Reply, CallbackMissed, Close,
        CloseUnrated, Reopen, Merge, Comment,
    ];

    /// <summary>In the words of the offices.</summary>
    public static string TextOf(string kind) => kind switch
    {
        Answer => "即时答复",
        Redirect => "告知法定渠道",
        Dispatch => "派单",
        CoHandler => "指定协办单位",
        CoReport => "协办单位反馈",
        ReturnRequest => "申请退单",
        ReturnGrant => "同意退单",
        ReturnDeny => "不同意退单",
        Sign => "签收",
        Contact => "先行联系诉求人",
        Extend => "延期",
        SuspendRequest => "申请挂账",
        Suspend => "同意挂账",
        SuspendRefuse => "不同意挂账",
        SuspendReview => "挂账复核",
        Resume => "销账，恢复办理",
        Escalate => "升级",
        Reply => "办理反馈",
        CallbackMissed => "回访未接通",
        Close => "回访结案",
        CloseUnrated => "多次回访未接通，结案",
        Reopen => "回访不满意，重新办理",
        Merge => "并入同一事项的工单",
        Comment => "备注",
        _ => kind,
    };
}
