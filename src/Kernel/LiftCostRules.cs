namespace CivicPlatform.Kernel;

/// <summary>What a place gives to a new lift, and what it lets households take from its cost (加装电梯).</summary>
/// <param name="SubsidyPercent">Of the works; null where no rule of the place is known (RAISE-21).</param>
/// <param name="SubsidyMax">Most that one lift gets; null without a cap.</param>
/// <param name="CompensationPercent">
/// Most that the compensation of affected households may take of the project's cost; null without a cap (RAISE-25).
/// </param>
public sealed record LiftCostRules(int? SubsidyPercent, Money? SubsidyMax, int? CompensationPercent)
{
    /// <summary>What one lift gets, parts of a fen dropped; null where no rule is known.</summary>
    public Money? SubsidyOf(Money works)
    {
        if (SubsidyPercent is not { } percent) return null;
        var share = new Money((long)((Int128)works.Fen * percent / 100));
        return SubsidyMax is { } max && share > max ? max : share;
    }

    /// <summary>Exactly the share is not too much (TIME-03).</summary>
    public bool IsTooMuch(Money compensation, Money project) => CompensationPercent is { } percent
        && (Int128)compensation.Fen * 100 > (Int128)project.Fen * percent;
}

/// <summary>Lift rules as they stand in Profiles/*.json; what is not said is inherited.</summary>
internal sealed record LiftCostFile
{
    public int? SubsidyPercent { get; init; }

    /// <summary>Yuan.</summary>
    public decimal? SubsidyMax { get; init; }
    public int? CompensationPercent { get; init; }

    public LiftCostRules ToRules(LiftCostRules? parent) => new(
        SubsidyPercent ?? parent?.SubsidyPercent,
        SubsidyMax is { } yuan ? Money.FromYuan(yuan) : parent?.SubsidyMax,
        CompensationPercent ?? parent?.CompensationPercent);
}
