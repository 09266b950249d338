using CivicPlatform.Cases.Disputes;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Cases.Settlements;

/// <summary>
/// What the parties of a mediation agreed (调解协议, MED-04): heads of cost split to the fen (CASE-42), effective when all
/// have signed, perhaps confirmed by the court (MED-05), and performed.
/// </summary>
public sealed class Settlement : ITenantOwned, IVersioned
{
    private readonly List<SettlementShare> _shares = [];
    private readonly List<SettlementSignature> _signatures = [];

    internal Settlement() { } // EF Core and Draft.

    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    public required Guid MediationId { get; init; }

    public required string StreetCode { get; init; }

    public required string DivisionCode { get; init; }

    /// <summary>WRITTEN or ORAL.</summary>
    public required string Form { get; init; }

    /// <summary>One of <see cref="SettlementStates"/>.</summary>
    public string State { get; private set; } = SettlementStates.Draft;

    /// <summary>Who must sign beside the mediator and the committee.</summary>
    public required string[] Parties { get; init; }

    public required DateOnly DraftedOn { get; init; }

    public DateOnly? EffectiveOn { get; private set; }

    /// <summary>Last day for the joint request to the court (MED-05).</summary>
    public DateOnly? ConfirmBy { get; private set; }

    public DateOnly? ConfirmedOn { get; private set; }

    public DateOnly? PerformedOn { get; private set; }

    public DateOnly? BreachedOn { get; private set; }

    public required string RecordedBy { get; init; }

    /// <inheritdoc />
    public long Version { get; private set; } = 1;

    public IReadOnlyList<SettlementShare> Shares =>
        [.. _shares.OrderBy(s => CostHeads.All.ToList().IndexOf(s.Head)).ThenBy(s => Array.IndexOf(Parties, s.Party))];

    public IReadOnlyList<SettlementSignature> Signatures => [.. _signatures.OrderBy(s => s.SignedOn)];

    /// <summary>Splits each head over the parties by FUND-17: every head comes out to the fen.</summary>
    internal Result Split(IReadOnlyList<HeadTerms> heads)
    {
        if (heads.DistinctBy(h => h.Head).Count() != heads.Count) return SettlementErrors.HeadTwice;
        foreach (var head in heads)
        {
            if (head.Weights.Any(w => !Parties.Contains(w.Key))) return SettlementErrors.NotAParty;
            if (!Apportionment.Split(head.Amount, head.Weights).Succeeded(out var shares, out var unsplit))
                return unsplit;
            _shares.AddRange(head.Weights.Zip(shares, (bearer, share) => new SettlementShare
            {
                Id = Guid.CreateVersion7(), StreetCode = StreetCode, DivisionCode = DivisionCode, Head = head.Head,
                Total = head.Amount, Party = bearer.Key, Weight = bearer.Weight.Millionths / 1_000_000m, Amount = share,
            }));
        }
        return Result.Success;
    }

    /// <summary>A signature; with the last one it is effective, and the days for the court begin (MED-05).</summary>
    internal Result Sign(SettlementSignature signature, PolicyProfile profile)
    {
        if (State != SettlementStates.Draft) return SettlementErrors.WrongState(State);
        if (!Signers.Contains(signature.Signer)) return SettlementErrors.NotAParty;
        if (_signatures.Exists(s => s.Signer == signature.Signer)) return SettlementErrors.SignedAlready;
        if (signature.SignedOn < DraftedOn) return SettlementErrors.SignedBefore;
        _signatures.Add(signature);
        if (Signers.All(signer => _signatures.Exists(s => s.Signer == signer)))
            TakeEffect(_signatures.Max(s => s.SignedOn), profile);
        return Result.Success;
    }

    /// <summary>An oral agreement is effective as it is agreed (MED-04).</summary>
    internal void TakeEffect(DateOnly on, PolicyProfile profile)
    {
        (State, EffectiveOn) = (SettlementStates.Effective, on);
        ConfirmBy = DayPeriod.From(on, profile.JudicialConfirmation, WorkCalendar.China).LastDay;
    }

    /// <summary>The parties jointly ask the court, until the last day and no later (MED-05).</summary>
    public Result Confirm(DateOnly requestedOn)
    {
        if (State != SettlementStates.Effective || ConfirmedOn is not null) return SettlementErrors.WrongState(State);
        if (requestedOn > ConfirmBy || requestedOn < EffectiveOn) return SettlementErrors.TooLate(ConfirmBy!.Value);
        ConfirmedOn = requestedOn;
        return Result.Success;
    }

    /// <summary>Everything agreed was done; not while a suit over it is pending (000-11).</summary>
    public Result Perform(DateOnly on, bool suitPending)
    {
        if (State != SettlementStates.Effective) return SettlementErrors.WrongState(State);
        if (on < EffectiveOn) return SettlementErrors.BeforeItsEffect;
        if (suitPending) return SettlementErrors.SuitPending;
        (State, PerformedOn) = (SettlementStates.Performed, on);
        return Result.Success;
    }

    /// <summary>A party did not do what it had agreed; its ways are the court and the confirmation (MED-04).</summary>
    public Result Breach(DateOnly on)
    {
        if (State != SettlementStates.Effective) return SettlementErrors.WrongState(State);
        if (on < EffectiveOn) return SettlementErrors.BeforeItsEffect;
        (State, BreachedOn) = (SettlementStates.Breached, on);
        return Result.Success;
    }

    /// <summary>Who must sign: the parties, the mediator, and the committee with its seal (MED-04).</summary>
    public IReadOnlyList<string> Signers => [.. Parties, SettlementSigners.Mediator, SettlementSigners.CommitteeSeal];
}

/// <summary>One party's part of one head.</summary>
public sealed class SettlementShare : ITenantOwned
{
    public required Guid Id { get; init; }

    public required string StreetCode { get; init; }

    public required string DivisionCode { get; init; }

    public required string Head { get; init; }

    /// <summary>Of the head, yuan.</summary>
    public required Money Total { get; init; }

    public required string Party { get; init; }

    public required decimal Weight { get; init; }

    /// <summary>Yuan, to the fen.</summary>
    public required Money Amount { get; init; }
}

/// <summary>That one has signed, with the hash of the signed paper.</summary>
public sealed class SettlementSignature : ITenantOwned
{
    public required Guid Id { get; init; }

    public required string StreetCode { get; init; }

    public required string DivisionCode { get; init; }

    public required string Signer { get; init; }

    public required DateOnly SignedOn { get; init; }

    public required string DocumentHash { get; init; }

    public required string RecordedBy { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }
}

/// <summary>One head of cost and who bears it.</summary>
public sealed record HeadTerms(string Head, Money Amount, IReadOnlyList<Bearer> Weights);

/// <summary>Heads of cost (CASE-42).</summary>
public static class CostHeads
{
    public static readonly IReadOnlyList<string> All = ["APPRAISAL", "REPAIR", "LITIGATION", "COMPENSATION", "OTHER"];
}

/// <summary>Where a settlement stands.</summary>
public static class SettlementStates
{
    public const string Draft = "DRAFT";
    public const string Effective = "EFFECTIVE";
    public const string Performed = "PERFORMED";

    public const string Breached = "BREACHED";

    public static readonly IReadOnlyList<string> All = [Draft, Effective, Performed, Breached];
}

/// <summary>Who signs beside the parties.</summary>
public static class SettlementSigners
{
    public const string Mediator = "MEDIATOR";
    public const string CommitteeSeal = "COMMITTEE_SEAL";

    public static readonly IReadOnlyList<string> All = [.. Parties.All, Mediator, CommitteeSeal];
}

internal sealed class SettlementMapping :
    IEntityTypeConfiguration<Settlement>, IEntityTypeConfiguration<SettlementShare>,
    IEntityTypeConfiguration<SettlementSignature>
{
    public void Configure(EntityTypeBuilder<Settlement> builder)
    {
        builder.ToTable("settlements");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Ignore(s => s.Signers);
        builder.HasMany(s => s.Shares).WithOne().HasForeignKey("SettlementId").IsRequired();
        builder.Navigation(s => s.Shares).HasField("_shares").UsePropertyAccessMode(PropertyAccessMode.Field);
        builder.HasMany(s => s.Signatures).WithOne().HasForeignKey("SettlementId").IsRequired();
        builder.Navigation(s => s.Signatures).HasField("_signatures").UsePropertyAccessMode(PropertyAccessMode.Field);
    }

    public void Configure(EntityTypeBuilder<SettlementShare> builder)
    {
        builder.ToTable("settlement_shares");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Weight).HasColumnType("numeric(18,6)");
    }

    public void Configure(EntityTypeBuilder<SettlementSignature> builder)
    {
        builder.ToTable("settlement_signatures");
        builder.Property(s => s.Id).ValueGeneratedNever();
    }
}
