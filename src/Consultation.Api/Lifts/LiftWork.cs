using CivicPlatform.Contracts.Cases;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.Lifts;

/// <summary>How far the works on one new lift are, as Cases tells.</summary>
public sealed class LiftWork : ITenantOwned
{
    private LiftWork() { } // Written by SQL only.

    public required Guid LiftId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required Guid EstateId { get; init; }
    public required string Building { get; init; }

    /// <summary>The entrance that it serves, by its number in the works project.</summary>
    public required string LiftNo { get; init; }
    public required string State { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<LiftWork>
    {
        public void Configure(EntityTypeBuilder<LiftWork> builder)
        {
            builder.ToTable("lift_works");
            builder.HasKey(work => work.LiftId);
        }
    }
}

/// <summary>Keeps the latest state of each lift; an event that comes late or twice changes nothing.</summary>
public sealed class FollowLiftWorksHandler(ConsultationDbContext db) : IEventHandler<ProjectStepChanged>
{
    public Task HandleAsync(ProjectStepChanged message, CancellationToken ct) => db.Database.ExecuteSqlAsync(
        $"""
        insert into lift_works as w (lift_id, street_code, division_code, estate_id, building, lift_no, state, version)
        values ({message.LiftId}, {message.StreetCode}, {message.StreetCode}, {message.EstateId}, {message.Building},
            {message.LiftNo}, {message.LiftState}, {message.AggregateVersion})
        on conflict (lift_id) do update set state = excluded.state, version = excluded.version
        where w.version < excluded.version
        """, ct);
}
