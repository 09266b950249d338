using System.Text.Json.Serialization;
using CivicPlatform.Consultation.Meetings;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.Invitations;

/// <summary>How an invitation went out.</summary>
public enum InvitationChannel
{
    /// <summary>当面</summary>
    [JsonStringEnumMemberName("IN_PERSON")] InPerson,

    /// <summary>邮寄</summary>
    [JsonStringEnumMemberName("MAIL")] Mail,

    /// <summary>电话</summary>
    [JsonStringEnumMemberName("PHONE")] Phone,

    /// <summary>短信或即时消息</summary>
    [JsonStringEnumMemberName("MESSAGE")] Message,

    /// <summary>张贴</summary>
    [JsonStringEnumMemberName("POSTED")] Posted,
}

/// <summary>As what somebody received it. A role and no name.</summary>
public enum ReceiverRole
{
    /// <summary>该方负责人</summary>
    [JsonStringEnumMemberName("PARTY_HEAD")] PartyHead,

    /// <summary>该方工作人员</summary>
    [JsonStringEnumMemberName("PARTY_STAFF")] PartyStaff,

    /// <summary>居民代表</summary>
    [JsonStringEnumMemberName("RESIDENT_REPRESENTATIVE")] ResidentRepresentative,

    /// <summary>同住成年家属</summary>
    [JsonStringEnumMemberName("HOUSEHOLD_MEMBER")] HouseholdMember,
}

/// <summary>That a party was invited to a meeting. Sent is not delivered (EVT-03). Appended only.</summary>
public sealed class Invitation : ITenantOwned
{
    /// <summary>Invitations of one meeting.</summary>
    public const int MaxOfMeeting = 200;

    private Invitation() { }

    public required Guid Id { get; init; }
    public required Guid MeetingId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required Party Party { get; init; }
    public required InvitationChannel Channel { get; init; }

    /// <summary>When it went out, as the paper says.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>SHA-256 of the invitation.</summary>
    public required string DocumentHash { get; init; }

    /// <summary>Civil instant.</summary>
    public required DateTimeOffset RecordedAt { get; init; }
    public required string RecordedBy { get; init; }

    internal static Invitation Of(
        Meeting meeting, InviteParty.Request request, string recordedBy, DateTimeOffset now) => new()
        {
            Id = Guid.CreateVersion7(), MeetingId = meeting.Id, StreetCode = meeting.StreetCode,
            DivisionCode = meeting.DivisionCode, Party = request.Party, Channel = request.Channel,
            SentAt = request.SentAt.ToUniversalTime(), DocumentHash = request.DocumentHash, RecordedAt = now,
            RecordedBy = recordedBy,
        };

    internal sealed class Mapping : IEntityTypeConfiguration<Invitation>
    {
        public void Configure(EntityTypeBuilder<Invitation> builder) => builder.ToTable("meeting_invitations");
    }
}

/// <summary>Proof of service (送达) of one invitation: when, to whom, with what paper. Appended only.</summary>
public sealed class InvitationService : ITenantOwned
{
    private InvitationService() { }

    public required Guid InvitationId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required DateTimeOffset DeliveredAt { get; init; }
    public required ReceiverRole Receiver { get; init; }

    /// <summary>SHA-256 of the receipt, call record or photo.</summary>
    public required string ProofHash { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }
    public required string RecordedBy { get; init; }

    internal static InvitationService Of(
        Invitation invitation, ServeInvitation.Request request, string recordedBy, DateTimeOffset now) => new()
        {
            InvitationId = invitation.Id, StreetCode = invitation.StreetCode, DivisionCode = invitation.DivisionCode,
            DeliveredAt = request.DeliveredAt.ToUniversalTime(), Receiver = request.Receiver,
            ProofHash = request.ProofHash, RecordedAt = now, RecordedBy = recordedBy,
        };

    internal sealed class Mapping : IEntityTypeConfiguration<InvitationService>
    {
        public void Configure(EntityTypeBuilder<InvitationService> builder)
        {
            builder.ToTable("invitation_services");
            builder.HasKey(service => service.InvitationId);
        }
    }
}
