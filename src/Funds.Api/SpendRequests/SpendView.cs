namespace CivicPlatform.Funds.SpendRequests;

/// <summary>A spend request as staff see it: amounts, codes and dates, no household.</summary>
/// <param name="Frozen">Its decision was revoked: nothing moves any more (EVT-01).</param>
/// <param name="PolicyProfile">Name of the profile that was resolved at the proposal.</param>
public sealed record SpendView(
    Guid Id, Guid EstateId, Guid AccountId, Guid? CaseId, string Title, SpendScope Scope, Money Budget,
    IReadOnlyList<SpendItem> Items, PartCode PartCode, ProposerKind Proposer, ShareBasis Basis, string? AgreementHash,
    DateOnly? WarrantyEndsOn, string PolicyProfile, SpendStatus Status, bool Frozen, Guid? MotionId, Guid? DecisionId,
    Money? Approved, EmergencyView? Emergency, WorksView? Works, SettlementView? Settlement, DateTimeOffset CreatedAt,
    long Version)
{
    public static SpendView Of(SpendRequest r, bool frozen) => new(
        r.Id, r.EstateId, r.AccountId, r.CaseId, r.Title, r.Scope, r.Budget,
        [.. r.ItemNames.Zip(r.ItemAmounts, (name, yuan) => new SpendItem(name, Money.FromYuan(yuan)))], r.Part,
        r.Proposer, r.Basis, r.AgreementHash, r.WarrantyEndsOn, r.ProfileName, r.Status, frozen, r.MotionId,
        r.DecisionId, r.Approved, EmergencyView.Of(r), WorksView.Of(r), SettlementView.Of(r), r.CreatedAt, r.Version);
}

/// <summary>What an emergency use has behind it (FUND-24).</summary>
/// <param name="PostedUntil">Last day of its posting; money leaves after it.</param>
public sealed record EmergencyView(
    string Situation, DateOnly DeclaredOn, DateOnly? ConfirmedOn, DateOnly? PostedOn, DateOnly? PostedUntil)
{
    public static EmergencyView? Of(SpendRequest r) => r.Situation is not { } situation
        ? null
        : new EmergencyView(situation, r.DeclaredOn!.Value, r.ConfirmedOn, r.PostedOn, r.PostingEndsOn);
}

/// <summary>The contract of the works.</summary>
/// <param name="PayeeAccount">The only account that is paid, as its last four digits.</param>
public sealed record WorksView(
    string Contractor, string CreditCode, string PayeeAccount, string ContractNumber, int RetentionPercent,
    DateOnly? RetentionUntil, DateOnly? AcceptedOn)
{
    public static WorksView? Of(SpendRequest r) => r.Contractor is not { } contractor
        ? null
        : new WorksView(contractor, r.CreditCode!, $"****{r.AccountTail}", r.ContractNumber!, r.RetentionPercent!.Value,
            r.RetentionUntil, r.AcceptedOn);
}

/// <summary>What it cost and what has left.</summary>
/// <param name="Retention">Held back until its day.</param>
public sealed record SettlementView(Money Settled, Money Retention, Money Paid, string? AuditHash)
{
    public static SettlementView? Of(SpendRequest r) => r.Settled is not { } settled
        ? null
        : new SettlementView(settled, r.Retention, r.Paid, r.AuditHash);
}
