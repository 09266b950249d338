namespace CivicPlatform.Kernel;

/// <summary>What one place asks of a settlement of fund works (工程决算, FUND-21).</summary>
/// <param name="AuditAbove">A settled amount above it needs an audit report; null where none is asked for.</param>
/// <param name="RedeclarePercent">
/// An overrun of this many percent of the budget, or more, is declared again; null where nothing above the budget that
/// the owners approved may be settled at all.
/// </param>
public sealed record SettlementRules(Money? AuditAbove, int? RedeclarePercent)
{
    /// <summary>True when what was settled lies beyond what the budget allows.</summary>
    public bool Exceeds(Money settled, Money budget) => RedeclarePercent is not { } percent
        ? settled > budget
        : (Int128)(settled.Fen - budget.Fen) * 100 >= (Int128)budget.Fen * percent;

    /// <summary>True when an audit report must be there.</summary>
    public bool NeedsAudit(Money settled) => AuditAbove is { } limit && settled > limit;
}

/// <summary>Settlement rules as they stand in Profiles/*.json; what is not said is inherited.</summary>
internal sealed record SettlementFile
{
    /// <summary>Yuan.</summary>
    public decimal? AuditAbove { get; init; }
    public int? RedeclarePercent { get; init; }

    public SettlementRules ToRules(SettlementRules? parent) => new(
        AuditAbove is { } yuan ? Money.FromYuan(yuan) : parent?.AuditAbove,
        RedeclarePercent ?? parent?.RedeclarePercent);
}
