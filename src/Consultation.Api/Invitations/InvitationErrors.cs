namespace CivicPlatform.Consultation.Invitations;

/// <summary>Why an invitation or its proof of service is refused.</summary>
public static class InvitationErrors
{
    public static readonly Error NotFound = Error.NotFound("invitations.not_found", "没有这份会议邀请");

    public static readonly Error SentInFuture =
        Error.Refused("invitations.sent_in_future", "发出时间不能晚于现在", "EVT-03");

    public static readonly Error SentAlready =
        Error.Conflict("invitations.sent_already", "同一时间、同一方式的邀请已经登记", "EVT-03");

    public static readonly Error TooMany = Error.Refused(
        "invitations.too_many", $"一次会议的邀请不得超过 {Invitation.MaxOfMeeting} 份", "EVT-03");

    public static readonly Error DeliveredOutOfRange = Error.Refused(
        "invitations.delivered_out_of_range", "送达时间不能早于发出时间，也不能晚于现在", "EVT-03");

    public static readonly Error DeliveredAlready =
        Error.Conflict("invitations.delivered_already", "该邀请已有送达证明", "EVT-03");
}
