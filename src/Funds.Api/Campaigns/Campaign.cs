using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.Reminders;
using CivicPlatform.ServiceDefaults.Data;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Funds.Campaigns;

/// <summary>Where a campaign stands.</summary>
public enum CampaignStatus
{
    /// <summary>Prepared; nobody owes anything yet.</summary>
    DRAFT,

    /// <summary>Bills are issued and payments are matched.</summary>
    OPEN,

    /// <summary>Settled by the closing equation (002-16).</summary>
    CLOSED,
}

/// <summary>A self-raised collection (自筹资金) of an estate, such as the lift overhaul of story 002 (RAISE-01).</summary>
public sealed class Campaign : ITenantOwned, IVersioned
{
    private Campaign() { } // EF Core.

    public required Guid Id { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required Guid EstateId { get; init; }
    public required Guid AccountId { get; init; }
    public Guid? CaseId { get; private set; }
    public Guid? DecisionId { get; private set; }
    public required string Title { get; init; }

    /// <summary>Yuan per m² of registered area; null where the bills are what households signed.</summary>
    public required Money? UnitPrice { get; init; }

    /// <summary>The cost agreement that is collected; its bills are the signed amounts (RAISE-23).</summary>
    public Guid? AgreementId { get; init; }

    public required TriggerRule TriggerRule { get; init; }

    /// <summary>What the resolution says about a surplus (RAISE-11).</summary>
    public required string SurplusRule { get; init; }

    public required int RemindEveryDays { get; init; }
    public required TimeOnly RemindQuietFrom { get; init; }
    public required TimeOnly RemindQuietUntil { get; init; }
    public required int RemindMessages { get; init; }

    /// <summary>How those who have not paid are reminded (RAISE-09).</summary>
    public ReminderRules Reminders => new(RemindEveryDays, RemindQuietFrom, RemindQuietUntil, RemindMessages);

    public CampaignStatus Status { get; private set; } = CampaignStatus.DRAFT;
    public DateOnly? OpenedOn { get; private set; }
    public DateOnly? ClosedOn { get; private set; }

    /// <summary>Number of the last event that this campaign told.</summary>
    public long Events { get; private set; }

    public long Version { get; private set; } = 1;
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>For ETags: payments tell events without touching the aggregate's own version.</summary>
    public long Tag => Version + Events;

    /// <summary>A draft; it may name its decision now or when it opens.</summary>
    public static Campaign Draft(BankAccount account, CampaignTerms terms, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(),
        StreetCode = account.StreetCode,
        DivisionCode = account.DivisionCode,
        EstateId = account.EstateId,
        AccountId = account.Id,
        Title = terms.Title,
        UnitPrice = terms.UnitPrice,
        TriggerRule = terms.TriggerRule,
        SurplusRule = terms.SurplusRule,
        RemindEveryDays = terms.Reminders.EveryDays,
        RemindQuietFrom = terms.Reminders.QuietFrom,
        RemindQuietUntil = terms.Reminders.QuietUntil,
        RemindMessages = terms.Reminders.Messages,
        DecisionId = terms.DecisionId,
        CaseId = terms.CaseId,
        CreatedAt = now,
    };

    /// <summary>RAISE-01, EVT-01: opens only on a decision of this estate's owners that has taken effect.</summary>
    public Result Open(EffectiveDecision? decision, DateOnly today)
    {
        if (Status is not CampaignStatus.DRAFT) return CampaignErrors.NotDraft(Status);
        if (decision is null) return CampaignErrors.NoEffectiveDecision;
        if (decision.EstateId != EstateId) return CampaignErrors.DecisionOfOtherEstate;
        if (decision.Revoked) return CampaignErrors.DecisionRevoked;
        if (decision.Scope != "AREA") return CampaignErrors.DecisionTooNarrow;
        (DecisionId, CaseId) = (decision.Id, CaseId ?? decision.CaseId);
        (Status, OpenedOn) = (CampaignStatus.OPEN, today);
        return Result.Success;
    }

    /// <summary>
    /// Collects what the households of a lift signed, on their effective decision (RAISE-01): open at once, for the
    /// signatures are there. Nothing starts at half, and a surplus stays with the lift.
    /// </summary>
    public static Result<Campaign> Collect(
        BankAccount account, CollectedAgreement agreement, EffectiveDecision decision, DateOnly today,
        DateTimeOffset now)
    {
        if (decision.EstateId != account.EstateId) return CampaignErrors.DecisionOfOtherEstate;
        if (decision.Revoked) return CampaignErrors.DecisionRevoked;
        return new Campaign
        {
            Id = Guid.CreateVersion7(),
            StreetCode = account.StreetCode,
            DivisionCode = account.DivisionCode,
            EstateId = account.EstateId,
            AccountId = account.Id,
            Title = agreement.Title,
            UnitPrice = null,
            AgreementId = agreement.Id,
            TriggerRule = TriggerRule.NONE,
            SurplusRule = SurplusRules.Keep,
            RemindEveryDays = ReminderRules.Default.EveryDays,
            RemindQuietFrom = ReminderRules.Default.QuietFrom,
            RemindQuietUntil = ReminderRules.Default.QuietUntil,
            RemindMessages = ReminderRules.Default.Messages,
            DecisionId = decision.Id,
            CaseId = agreement.CaseId ?? decision.CaseId,
            Status = CampaignStatus.OPEN,
            OpenedOn = today,
            CreatedAt = now,
        };
    }

    /// <summary>002-16: closes only when the bank holds what the books say.</summary>
    public Result Close(ClosingEquation closing, Money bankBalance, DateOnly today)
    {
        if (Status is not CampaignStatus.OPEN) return CampaignErrors.NotOpen(Status);
        if (closing.Difference(bankBalance) != Money.Zero) return CampaignErrors.DoesNotBalance(closing, bankBalance);
        (Status, ClosedOn) = (CampaignStatus.CLOSED, today);
        return Result.Success;
    }

    /// <summary>Number of the next event.</summary>
    public long NextEvent() => ++Events;
}

/// <summary>What the owners resolved.</summary>
public sealed record CampaignTerms(
    string Title, Money UnitPrice, TriggerRule TriggerRule, string SurplusRule, ReminderRules Reminders,
    Guid? DecisionId, Guid? CaseId);

/// <summary>A cost agreement that was concluded.</summary>
public sealed record CollectedAgreement(Guid Id, string Title, Guid? CaseId);

/// <summary>A decision as Consultation told it.</summary>
public sealed record EffectiveDecision(Guid Id, Guid EstateId, Guid? CaseId, string Scope, bool Revoked);

internal sealed class CampaignMapping : IEntityTypeConfiguration<Campaign>
{
    public void Configure(EntityTypeBuilder<Campaign> builder) => builder.ToTable("campaigns").Ignore(c => c.Tag)
        .Ignore(c => c.Reminders);
}
