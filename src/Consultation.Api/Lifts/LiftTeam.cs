using CivicPlatform.Consultation.Register;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.Lifts;

/// <summary>The lift team (三人加梯小组) of a doorway: owners who carry the lift, one of them in the lead.</summary>
/// <remarks>Appended only: a team that changes is the next number, and the earlier one stays to be read.</remarks>
public sealed class LiftTeam : ITenantOwned
{
    /// <summary>With fewer nobody starts (003-5).</summary>
    public const int MinMembers = 3;

    /// <summary>More are a meeting and no team.</summary>
    public const int MaxMembers = 9;

    private readonly List<LiftTeamMember> _members = [];

    private LiftTeam() { }

    public required Guid Id { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required Guid EstateId { get; init; }
    public required string Building { get; init; }

    /// <summary>Empty where the building has one entrance only.</summary>
    public required string Entrance { get; init; }

    /// <summary>1, 2, ... of one doorway; the highest is the present team.</summary>
    public required int Number { get; init; }

    /// <summary>Civil day.</summary>
    public required DateOnly FormedOn { get; init; }
    public required DateTimeOffset FormedAt { get; init; }
    public required string FormedBy { get; init; }

    public IReadOnlyList<LiftTeamMember> Members => _members;

    /// <summary>Refuses fewer than three, a name twice, none or two leads, and who owns nothing there.</summary>
    /// <param name="units">The units of the doorway, with their present holders.</param>
    public static Result<LiftTeam> Form(
        FormLiftTeam.Request request, IReadOnlyList<RegisterUnit> units, int number, string formedBy,
        DateTimeOffset now)
    {
        var members = request.Members;
        if (members.DistinctBy(m => m.OwnerRef).Count() != members.Count) return LiftErrors.MemberTwice;
        if (members.Count < MinMembers) return LiftErrors.TeamTooSmall(members.Count);
        if (members.Count(m => m.Leads) != 1) return LiftErrors.NoOneLead;
        var holders = units.ToDictionary(u => u.Id, u => u.OwnerRefs);
        if (!members.All(m => holders.TryGetValue(m.UnitId, out var refs) && refs.Contains(m.OwnerRef)))
            return LiftErrors.MemberIsNoOwner;
        if (request.FormedOn > CivilTime.DayOf(now)) return LiftErrors.FormedInFuture;

        var team = new LiftTeam
        {
            Id = Guid.CreateVersion7(), StreetCode = units[0].StreetCode, DivisionCode = units[0].DivisionCode,
            EstateId = request.EstateId, Building = request.Building, Entrance = request.Entrance, Number = number,
            FormedOn = request.FormedOn, FormedAt = now, FormedBy = formedBy,
        };
        team._members.AddRange(members.Select(m => LiftTeamMember.Of(team, m)));
        return team;
    }

    internal sealed class Mapping : IEntityTypeConfiguration<LiftTeam>
    {
        public void Configure(EntityTypeBuilder<LiftTeam> builder)
        {
            builder.ToTable("lift_teams");
            builder.HasMany(team => team.Members).WithOne().HasForeignKey(m => m.TeamId);
            builder.Navigation(team => team.Members).HasField("_members").AutoInclude();
        }
    }
}

/// <summary>An owner on a lift team, by his ref: no name stands here.</summary>
public sealed class LiftTeamMember : ITenantOwned
{
    private LiftTeamMember() { }

    public required Guid TeamId { get; init; }
    public required string OwnerRef { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required Guid UnitId { get; init; }
    public required bool Leads { get; init; }

    internal static LiftTeamMember Of(LiftTeam team, FormLiftTeam.Member member) => new()
    {
        TeamId = team.Id, OwnerRef = member.OwnerRef, StreetCode = team.StreetCode,
        DivisionCode = team.DivisionCode, UnitId = member.UnitId, Leads = member.Leads,
    };

    internal sealed class Mapping : IEntityTypeConfiguration<LiftTeamMember>
    {
        public void Configure(EntityTypeBuilder<LiftTeamMember> builder)
        {
            builder.ToTable("lift_team_members");
            builder.HasKey(m => new { m.TeamId, m.OwnerRef });
        }
    }
}
