namespace CivicPlatform.Funds.SpendRequests;

/// <summary>What the office says of an emergency.</summary>
/// <param name="Document">Kind of the paper; NONE without one.</param>
/// <param name="DocumentHash">SHA-256 of the paper.</param>
public sealed record EmergencyClaim(string Situation, EmergencyDocument Document, string? DocumentHash);

/// <summary>Who confirmed it, each with his paper.</summary>
/// <param name="HarmPresent">The harm is there still: only then may others act after silence.</param>
public sealed record EmergencyConfirmation(IReadOnlyList<string> By, bool HarmPresent);

/// <summary>Emergency use as the place's rules allow it (FUND-24, domain 2.6). Pure.</summary>
public static class EmergencyUse
{
    // What a situation can be about: a lift that stands still is no ground for a new lawn.
    private static readonly Dictionary<string, PartCode[]> s_parts = new(StringComparer.Ordinal)
    {
        ["WATER_SUPPLY"] = [PartCode.POOL, PartCode.WELL, PartCode.EQUIPMENT_ROOM],
        ["LIFT"] = [PartCode.LIFT],
        ["FIRE_SYSTEM"] = [PartCode.FIRE_SYSTEM],
        ["FALLING_FACADE"] = [PartCode.OUTER_WALL],
        ["CURTAIN_WALL"] = [PartCode.OUTER_WALL],
        ["ROOF_OR_WALL_LEAK"] = [PartCode.ROOF, PartCode.OUTER_WALL],
        ["DRAINS"] = [PartCode.DRAIN, PartCode.WELL],
        ["FLOODED_GARAGE"] = [PartCode.GARAGE, PartCode.DRAIN],
        ["RAILINGS"] = [PartCode.STAIRS, PartCode.CORRIDOR, PartCode.HALL, PartCode.ROOF],
    };

    /// <summary>The situation is one here, is about that part, has its paper, and stays under the cap.</summary>
    /// <param name="initialDeposits">Σ initial deposits of the scope; null where they are not known.</param>
    public static Result Check(
        EmergencyRules rules, EmergencyClaim claim, PartCode part, Money budget, Money? initialDeposits)
    {
        if (!rules.Situations.TryGetValue(claim.Situation, out var needed))
            return EmergencyErrors.NotAnEmergency(claim.Situation, rules);
        if (s_parts.TryGetValue(claim.Situation, out var parts) && !parts.Contains(part))
            return EmergencyErrors.OtherPart;
        if (needed is not EmergencyDocument.NONE && (claim.Document != needed || claim.DocumentHash is null))
            return EmergencyErrors.DocumentMissing(needed);
        if (rules.LimitPercent is not { } percent) return Result.Success;
        if (initialDeposits is not { } deposits) return EmergencyErrors.DepositsUnknown;
        return (Int128)budget.Fen * 100 > (Int128)deposits.Fen * percent
            ? EmergencyErrors.BeyondLimit(budget, deposits, percent)
            : Result.Success;
    }

    /// <summary>Of every group one has confirmed; or, after silence and while harm is there, who acts then.</summary>
    public static Result CheckConfirmed(
        EmergencyRules rules, EmergencyConfirmation confirmation, DateOnly declaredOn, DateOnly today)
    {
        if (rules.ConfirmedBy.All(group => group.Any(confirmation.By.Contains))) return Result.Success;
        if (rules is not { NoReply: { } period, ThenBy: { } then } || !confirmation.By.Contains(then))
            return EmergencyErrors.NotConfirmed(rules);
        var silence = DayPeriod.From(declaredOn, period, WorkCalendar.China);
        if (today <= silence.LastDay) return EmergencyErrors.ReplyPending(silence.LastDay);
        return confirmation.HarmPresent ? Result.Success : EmergencyErrors.NoHarm;
    }
}
