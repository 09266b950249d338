using CivicPlatform.Registry.Estates;
using CivicPlatform.ServiceDefaults.Security;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Registry.Owners;

/// <summary>A registered holder in one estate (业主), known to the other services by <see cref="Ref"/> alone.</summary>
public sealed class Owner : ITenantOwned
{
    private Owner() { } // EF Core and Register.

    public required Guid Id { get; init; }

    public required string StreetCode { get; init; }

    public required string DivisionCode { get; init; }

    public required Guid EstateId { get; init; }

    /// <summary>Unique in the estate; chosen by whoever keeps the list.</summary>
    public required string Ref { get; init; }

    /// <summary>Ciphertext bound to <see cref="Id"/>.</summary>
    public required byte[] Name { get; init; }

    /// <summary>HMAC for exact look-up and comparison.</summary>
    public required byte[] NameHash { get; init; }

    /// <summary>Null when no phone is known.</summary>
    public required byte[]? Phone { get; init; }

    public required byte[]? PhoneHash { get; init; }

    public static Owner Register(Estate estate, string reference, SealedPerson person) => new()
    {
        Id = person.OwnerId,
        StreetCode = estate.StreetCode,
        DivisionCode = estate.DivisionCode,
        EstateId = estate.Id,
        Ref = reference,
        Name = person.Name,
        NameHash = person.NameHash,
        Phone = person.Phone,
        PhoneHash = person.PhoneHash,
    };

    /// <summary>True when this is the person that was named.</summary>
    public bool Is(SealedPerson person) =>
        NameHash.AsSpan().SequenceEqual(person.NameHash)
        && (PhoneHash ?? []).AsSpan().SequenceEqual(person.PhoneHash ?? []);

    internal sealed class Mapping : IEntityTypeConfiguration<Owner>
    {
        public void Configure(EntityTypeBuilder<Owner> builder)
        {
            builder.ToTable("owners").HasKey(o => o.Id);
            builder.Property(o => o.Id).ValueGeneratedNever();
        }
    }
}

/// <summary>Name and phone of an owner as they are stored: encrypted for his row, hashed for comparison.</summary>
public sealed record SealedPerson(Guid OwnerId, byte[] Name, byte[] NameHash, byte[]? Phone, byte[]? PhoneHash)
{
    /// <summary>Seals for a new owner id; an empty phone is none.</summary>
    public static SealedPerson Of(string name, string? phone, FieldCipher cipher)
    {
        var id = Guid.CreateVersion7();
        return string.IsNullOrEmpty(phone)
            ? new SealedPerson(id, cipher.Encrypt(name, id), cipher.Hash(name), null, null)
            : new SealedPerson(id, cipher.Encrypt(name, id), cipher.Hash(name), cipher.Encrypt(phone, id),
                cipher.Hash(phone));
    }
}

/// <summary>That an owner holds a part now (产权); several of one part are co-owners.</summary>
public sealed class Holding : ITenantOwned
{
    private Holding() { }

    public required Guid UnitId { get; init; }

    public required Guid OwnerId { get; init; }

    public required string StreetCode { get; init; }

    public required string DivisionCode { get; init; }

    public Owner Owner { get; private set; } = null!;

    public static Holding Of(Unit unit, Owner owner) => new()
    {
        UnitId = unit.Id,
        OwnerId = owner.Id,
        StreetCode = unit.StreetCode,
        DivisionCode = unit.DivisionCode,
        Owner = owner,
    };

    internal sealed class Mapping : IEntityTypeConfiguration<Holding>
    {
        public void Configure(EntityTypeBuilder<Holding> builder)
        {
            builder.ToTable("holdings").HasKey(h => new { h.UnitId, h.OwnerId });
            builder.HasOne(h => h.Owner).WithMany().HasForeignKey(h => h.OwnerId);
        }
    }
}
