namespace CivicPlatform.Consultation.Invitations;

/// <summary>Invitations to meetings and the proof that they arrived (EVT-03).</summary>
public static class InvitationsModule
{
    public static void AddInvitations(this IServiceCollection services)
    {
        services.AddScoped<InviteParty.Handler>();
        services.AddScoped<ServeInvitation.Handler>();
    }

    public static void MapInvitations(this IEndpointRouteBuilder routes)
    {
        InviteParty.Map(routes);
        ServeInvitation.Map(routes);
        ListInvitations.Map(routes);
    }
}
