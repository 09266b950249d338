using CivicPlatform.Consultation.Attachments;
using CivicPlatform.Consultation.Invitations;
using CivicPlatform.Consultation.MeetingSeries;
using CivicPlatform.Consultation.Suggestions;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Consultation.Meetings;

/// <summary>Consultation meetings: parties, minutes, action items.</summary>
public static class MeetingsModule
{
    public static void AddMeetings(this IServiceCollection services)
    {
        services.AddScoped<OpenMeeting.Handler>();
        services.AddScoped<MeetingDesk>();
        services.AddScoped<WriteMinutes.Handler>();
        services.AddScoped<SignMinutes.Handler>();
        services.AddEncryptedColumns("meeting_minutes", "text");
        services.AddAttachments();
        services.AddInvitations();
        services.AddMeetingSeries();
        services.AddSuggestions();
    }

    public static void MapMeetings(this IEndpointRouteBuilder routes)
    {
        OpenMeeting.Map(routes);
        GetMeeting.Map(routes);
        RecordAttendance.Map(routes);
        AddActionItem.Map(routes);
        WriteMinutes.Map(routes);
        SignMinutes.Map(routes);
        routes.MapAttachments();
        routes.MapInvitations();
        routes.MapMeetingSeries();
        routes.MapSuggestions();
    }
}
