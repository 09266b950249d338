using CivicPlatform.Funds.Ledger;
using CivicPlatform.ServiceDefaults.Data;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Funds.SpendRequests;

/// <summary>A use of the maintenance fund (使用申请), from its proposal to its last payment (domain 2.4).</summary>
/// <remarks>
/// Which step may follow which stands in <see cref="SpendSteps.Table"/>; what a step needs beside stands in its method.
/// A refused step changes nothing.
/// </remarks>
public sealed partial class SpendRequest : ITenantOwned, IVersioned
{
    /// <summary>More steps than any lawful way has: what comes after is somebody playing.</summary>
    public const int MaxMoves = 1_000;

    private readonly List<SpendMove> _newMoves = [];

    private SpendRequest() { } // EF Core.

    public required Guid Id { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required Guid EstateId { get; init; }

    /// <summary>The fund that pays.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>The case that asked for it.</summary>
    public Guid? CaseId { get; init; }
    public required string Title { get; init; }
    public required ScopeKind ScopeKind { get; init; }
    public required string Building { get; init; }
    public required string Entrance { get; init; }
    public required string[] ItemNames { get; init; }

    /// <summary>Yuan, one for each name.</summary>
    public required decimal[] ItemAmounts { get; init; }

    /// <summary>Σ items: never typed in beside them.</summary>
    public required Money Budget { get; init; }
    public required PartCode Part { get; init; }
    public required ProposerKind Proposer { get; init; }
    public DateOnly? WarrantyEndsOn { get; init; }
    public string? WarrantyProof { get; init; }
    public required ShareBasis Basis { get; init; }
    public string? AgreementHash { get; init; }

    /// <summary>Resolved once, here; later changes of a profile never touch this request.</summary>
    public required string ProfileName { get; init; }
    public required string ProfileId { get; init; }

    public SpendStatus Status { get; private set; } = SpendStatus.PROPOSED;
    public SpendStatus? ResumeStatus { get; private set; }

    /// <summary>Number of its last move.</summary>
    public int Moves { get; private set; }
    public Guid? MotionId { get; private set; }
    public Guid? DecisionId { get; private set; }

    /// <summary>What the owners allowed; null for an emergency.</summary>
    public Money? Approved { get; private set; }

    /// <summary>Civil day of the authority's acceptance; nothing is paid before it (004-15).</summary>
    public DateOnly? AcceptedOn { get; private set; }

    public long Version { get; private set; } = 1;
    public required DateTimeOffset CreatedAt { get; init; }

    public SpendScope Scope => new(ScopeKind, Building, Entrance);

    /// <summary>The version that the change under way will have; what its events carry.</summary>
    public long NextVersion => Version + 1;

    /// <summary>A request that went through the gates (<see cref="SpendGates"/>).</summary>
    public static SpendRequest Propose(BankAccount fund, SpendProposal proposal, MoveFacts facts)
    {
        var profile = PolicyProfiles.ResolveFor(fund.DivisionCode);
        var request = new SpendRequest
        {
            Id = Guid.CreateVersion7(),
            StreetCode = fund.StreetCode,
            DivisionCode = fund.DivisionCode,
            EstateId = fund.EstateId,
            AccountId = fund.Id,
            CaseId = proposal.CaseId,
            Title = proposal.Title,
            ScopeKind = proposal.Scope.Kind,
            Building = proposal.Scope.Building,
            Entrance = proposal.Scope.Entrance,
            ItemNames = [.. proposal.Items.Select(item => item.Name)],
            ItemAmounts = [.. proposal.Items.Select(item => item.Amount.Yuan)],
            Budget = new Money(proposal.Items.Sum(item => item.Amount.Fen)),
            Part = proposal.Gates.Part,
            Proposer = proposal.Gates.Proposer,
            WarrantyEndsOn = proposal.Gates.WarrantyEndsOn,
            WarrantyProof = proposal.Gates.WarrantyProof,
            Basis = proposal.AgreementHash is null ? ShareBasis.BY_AREA : ShareBasis.BY_AGREEMENT,
            AgreementHash = proposal.AgreementHash,
            ProfileName = profile.Name,
            ProfileId = profile.Id,
            CreatedAt = facts.At,
        };
        request.Record(SpendStep.PROPOSE, null, facts);
        return request;
    }

    /// <summary>The profile resolved at the proposal; the place's present one where this version forgot it.</summary>
    public PolicyProfile Profile => PolicyProfiles.FindById(ProfileId) ?? PolicyProfiles.ResolveFor(DivisionCode);

    /// <summary>The owners are asked in that motion.</summary>
    public Result StartVoting(VotedMotion motion, MoveFacts facts)
    {
        if (Allow(SpendStep.START_VOTING).Error is { } refused) return refused;
        if (motion.EstateId != EstateId || motion.Matter != EffectiveUse.Matter || motion.Scope != $"{ScopeKind}"
            || (motion.Building ?? "") != Building) return SpendErrors.MotionOfOther;
        if (motion.HasFailed) return SpendErrors.VoteFailed;
        MotionId = motion.Id;
        return Go(SpendStep.START_VOTING, facts with { Reference = $"{motion.Id}" });
    }

    /// <summary>VOTE-02: the owners did not agree.</summary>
    public Result RejectVote(string outcome, MoveFacts facts) =>
        Go(SpendStep.REJECT_VOTE, facts with { Reference = outcome });

    /// <summary>
    /// EVT-01: on an effective decision of the right motion, matter, scope and amount. Effective means posted, so both
    /// stations are one step of work and two facts.
    /// </summary>
    public Result Approve(EffectiveUse decision, MoveFacts facts)
    {
        if (Allow(SpendStep.APPROVE).Error is { } wrong) return wrong;
        if (decision.Check(this, facts.On).Error is { } refused) return refused;
        (DecisionId, Approved) = (decision.Id, decision.Amount);
        var referring = facts with { Reference = $"{decision.Id}" };
        if (Go(SpendStep.APPROVE, referring).Error is { } stopped) return stopped;
        return Go(SpendStep.PUBLICISE, referring);
    }

    /// <summary>Something of weight is said against it: nothing moves until that is settled.</summary>
    public Result Hold(MoveFacts facts)
    {
        if (Allow(SpendStep.HOLD).Error is { } refused) return refused;
        ResumeStatus = Status;
        return Go(SpendStep.HOLD, facts);
    }

    /// <summary>The objection is settled.</summary>
    public Result Resume(MoveFacts facts)
    {
        if (Go(SpendStep.RESUME, facts).Error is { } refused) return refused;
        ResumeStatus = null;
        return Result.Success;
    }

    /// <summary>Facts that are not stored yet.</summary>
    public IReadOnlyList<SpendMove> TakeNewMoves()
    {
        SpendMove[] taken = [.. _newMoves];
        _newMoves.Clear();
        return taken;
    }

    private Result Allow(SpendStep step) =>
        SpendSteps.Find(step, Status) is null ? SpendErrors.WrongStatus(step, Status) : Result.Success;

    // The one place where a status changes.
    private Result Go(SpendStep step, MoveFacts facts)
    {
        if (SpendSteps.Find(step, Status) is not { } rule) return SpendErrors.WrongStatus(step, Status);
        if (Moves >= MaxMoves) return SpendErrors.TooManyMoves;
        var from = Status;
        Status = rule.To ?? ResumeStatus ?? throw new InvalidOperationException("Nothing to go back to.");
        Record(step, from, facts);
        return Result.Success;
    }

    private void Record(SpendStep step, SpendStatus? from, MoveFacts facts)
    {
        Moves++;
        _newMoves.Add(SpendMove.Of(this, step, (from, Status), facts));
    }
}

/// <summary>What is proposed, after its shape was checked.</summary>
public sealed record SpendProposal(
    string Title, SpendScope Scope, IReadOnlyList<SpendItem> Items, GateFacts Gates, string? AgreementHash,
    Guid? CaseId);

/// <summary>One line of the budget.</summary>
public sealed record SpendItem(string Name, Money Amount);

internal sealed class SpendRequestMapping : IEntityTypeConfiguration<SpendRequest>
{
    public void Configure(EntityTypeBuilder<SpendRequest> builder)
    {
        builder.ToTable("spend_requests");
        builder.Property(request => request.Id).ValueGeneratedNever();
        builder.Ignore(request => request.Scope).Ignore(request => request.NextVersion)
            .Ignore(request => request.Profile).Ignore(request => request.Retention);
    }
}
