using CivicPlatform.ServiceDefaults.Data;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Funds.SharedCosts;

#pragma warning disable CA1707 // The published code is the name.
/// <summary>Where a shared cost stands.</summary>
public enum SharedCostStatus
{
    /// <summary>Written down; another person must approve it.</summary>
    PROPOSED,

    /// <summary>Every project may pay its part.</summary>
    APPROVED,

    /// <summary>Every part was paid.</summary>
    PAID,

    /// <summary>Given up before anything was paid.</summary>
    CANCELLED,
}
#pragma warning restore CA1707

/// <summary>
/// One invoice that several works projects bear together, such as moved pipes (共同管线移位费): booked once, split by the
/// weights that they agreed (LIFT-05, FUND-17).
/// </summary>
public sealed class SharedCost : ITenantOwned, IVersioned
{
    private readonly List<SharedCostPart> _parts = [];

    internal SharedCost() { } // EF Core and the one who writes it down.

    public required Guid Id { get; init; }
    public required Guid EstateId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }

    /// <summary>Works project of the old-housing repair that the others are linked to.</summary>
    public required Guid RepairProjectId { get; init; }

    /// <summary>An organisation, never a person (FUND-22).</summary>
    public required string Contractor { get; init; }

    /// <summary>With the contractor the natural key: an invoice is booked once.</summary>
    public required string InvoiceNumber { get; init; }

    /// <summary>SHA-256 of the invoice.</summary>
    public required string DocumentHash { get; init; }
    public required string Purpose { get; init; }

    /// <summary>Yuan, above zero.</summary>
    public required Money Total { get; init; }
    public SharedCostStatus Status { get; private set; } = SharedCostStatus.PROPOSED;
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public string? ApprovedBy { get; private set; }

    /// <inheritdoc />
    public long Version { get; private set; } = 1;

    /// <summary>In the order of the buildings.</summary>
    public IReadOnlyList<SharedCostPart> Parts =>
        [.. _parts.OrderBy(p => p.Building, NaturalOrder.Instance).ThenBy(p => p.ProjectId)];

    /// <summary>Splits it over its bearers: the shares are the total, to the fen.</summary>
    internal Result Split(IReadOnlyList<Bearing> bearings)
    {
        if (bearings.DistinctBy(b => b.ProjectId).Count() != bearings.Count
            || bearings.DistinctBy(b => (b.CampaignId, b.Building)).Count() != bearings.Count)
            return SharedCostErrors.NamedTwice;
        var bearers = bearings.Select(b => new Bearer($"{b.Building}/{b.ProjectId:N}", b.Weight)).ToArray();
        if (!Apportionment.Split(Total, bearers).Succeeded(out var shares, out var unsplit)) return unsplit;
        if (shares.Any(share => share == Money.Zero)) return SharedCostErrors.TooSmall;
        _parts.AddRange(bearings.Zip(shares, (b, share) => SharedCostPart.Of(this, b, share)));
        return Result.Success;
    }

    /// <summary>By another person than the one who wrote it down.</summary>
    public Result Approve(string approver)
    {
        if (Status is not SharedCostStatus.PROPOSED) return SharedCostErrors.WrongStatus(Status);
        if (approver == CreatedBy) return SharedCostErrors.SamePerson;
        (Status, ApprovedBy) = (SharedCostStatus.APPROVED, approver);
        return Result.Success;
    }

    /// <summary>Only before a part was paid; the invoice may then be written down again.</summary>
    public Result Cancel()
    {
        if (Status is SharedCostStatus.PAID or SharedCostStatus.CANCELLED) return SharedCostErrors.WrongStatus(Status);
        if (_parts.Exists(part => part.SpendingId is not null)) return SharedCostErrors.PartPaid;
        Status = SharedCostStatus.CANCELLED;
        return Result.Success;
    }

    /// <summary>The part of a project that may be paid now.</summary>
    public Result<SharedCostPart> PartToPay(Guid projectId)
    {
        if (_parts.Find(part => part.ProjectId == projectId) is not { } part) return SharedCostErrors.PartNotFound;
        if (part.SpendingId is not null) return SharedCostErrors.PaidAlready;
        return Status is SharedCostStatus.APPROVED ? part : SharedCostErrors.WrongStatus(Status);
    }

    /// <summary>The bank paid the part; with the last one it is paid.</summary>
    internal void Paid(SharedCostPart part, Guid spendingId, string bankSerial)
    {
        part.Pay(spendingId, bankSerial);
        if (_parts.TrueForAll(p => p.SpendingId is not null)) Status = SharedCostStatus.PAID;
    }
}

/// <summary>What one project bears.</summary>
public sealed class SharedCostPart : ITenantOwned
{
    private SharedCostPart() { } // EF Core and Of.

    public required Guid Id { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }

    /// <summary>Works project in Cases.</summary>
    public required Guid ProjectId { get; init; }

    /// <summary>Collection whose money pays it.</summary>
    public required Guid CampaignId { get; init; }
    public required string Building { get; init; }
    public required decimal Weight { get; init; }

    /// <summary>Yuan, above zero.</summary>
    public required Money Share { get; init; }

    /// <summary>The payment; null until the bank paid.</summary>
    public Guid? SpendingId { get; private set; }
    public string? BankSerial { get; private set; }

    internal static SharedCostPart Of(SharedCost cost, Bearing bearing, Money share) => new()
    {
        Id = Guid.CreateVersion7(), StreetCode = cost.StreetCode, DivisionCode = cost.DivisionCode,
        ProjectId = bearing.ProjectId, CampaignId = bearing.CampaignId, Building = bearing.Building,
        Weight = bearing.Weight.Millionths / 1_000_000m, Share = share,
    };

    internal void Pay(Guid spendingId, string bankSerial) => (SpendingId, BankSerial) = (spendingId, bankSerial);
}

/// <summary>A project that bears a part, with what it pays from.</summary>
internal sealed record Bearing(Guid ProjectId, Guid CampaignId, string Building, Weight Weight);

internal sealed class SharedCostMapping : IEntityTypeConfiguration<SharedCost>, IEntityTypeConfiguration<SharedCostPart>
{
    public void Configure(EntityTypeBuilder<SharedCost> builder)
    {
        builder.ToTable("shared_costs");
        builder.Property(cost => cost.Id).ValueGeneratedNever();
        builder.HasMany(cost => cost.Parts).WithOne().HasForeignKey("SharedCostId").IsRequired();
        builder.Navigation(cost => cost.Parts).HasField("_parts").UsePropertyAccessMode(PropertyAccessMode.Field);
    }

    public void Configure(EntityTypeBuilder<SharedCostPart> builder)
    {
        builder.ToTable("shared_cost_parts");
        builder.Property(part => part.Id).ValueGeneratedNever();
        builder.Property(part => part.Weight).HasColumnType("numeric(18,6)");
    }
}
