using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Registry.Owners;

/// <summary>That a login is an owner of an estate; written by a clerk who has seen the papers.</summary>
public sealed class OwnerAccount : ITenantOwned
{
    private OwnerAccount() { }

    public required Guid Id { get; init; }

    public required string StreetCode { get; init; }

    public required string DivisionCode { get; init; }

    public required Guid EstateId { get; init; }

    /// <summary>Claim sub.</summary>
    public required string Subject { get; init; }

    public required string OwnerRef { get; init; }

    public required DateTimeOffset LinkedAt { get; init; }

    public static OwnerAccount Link(Estates.Estate estate, string subject, string ownerRef, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(),
        StreetCode = estate.StreetCode,
        DivisionCode = estate.DivisionCode,
        EstateId = estate.Id,
        Subject = subject,
        OwnerRef = ownerRef,
        LinkedAt = now,
    };

    internal sealed class Mapping : IEntityTypeConfiguration<OwnerAccount>
    {
        public void Configure(EntityTypeBuilder<OwnerAccount> builder)
        {
            builder.ToTable("owner_accounts").HasKey(a => a.Id);
            builder.Property(a => a.Id).ValueGeneratedNever();
        }
    }
}
