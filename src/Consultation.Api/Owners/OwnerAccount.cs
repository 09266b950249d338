using CivicPlatform.Contracts.Registry;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.Owners;

/// <summary>A login that a clerk tied to an owner (业主账号).</summary>
public sealed class OwnerAccount : ITenantOwned
{
    private OwnerAccount() { } // Written by SQL only.

    public required Guid EstateId { get; init; }

    /// <summary>Claim sub of the login.</summary>
    public required string Subject { get; init; }
    public required string OwnerRef { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<OwnerAccount>
    {
        public void Configure(EntityTypeBuilder<OwnerAccount> builder)
        {
            builder.ToTable("owner_accounts");
            builder.HasKey(account => new { account.EstateId, account.Subject, account.OwnerRef });
        }
    }
}

/// <summary>Keeps the tie; telling it twice changes nothing.</summary>
public sealed class LinkOwnerHandler(ConsultationDbContext db) : IEventHandler<OwnerAccountLinked>
{
    public Task HandleAsync(OwnerAccountLinked message, CancellationToken ct) => db.Database.ExecuteSqlAsync(
        $"""
        insert into owner_accounts (estate_id, subject, owner_ref, street_code, division_code)
        values ({message.AggregateId}, {message.Subject}, {message.OwnerRef}, {message.StreetCode},
            {message.StreetCode})
        on conflict do nothing
        """, ct);
}
