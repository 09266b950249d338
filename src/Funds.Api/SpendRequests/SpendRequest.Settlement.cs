namespace CivicPlatform.Funds.SpendRequests;

/// <summary>Settlement and payment (FUND-21, FUND-23).</summary>
public sealed partial class SpendRequest
{
    /// <summary>What the works cost in the end; null before the settlement.</summary>
    public Money? Settled { get; private set; }

    /// <summary>SHA-256 of the audit report, where one was made.</summary>
    public string? AuditHash { get; private set; }

    /// <summary>Left the bank for the contractor.</summary>
    public Money Paid { get; private set; }

    /// <summary>Held back until its day, in whole fen; the contractor bears the fraction.</summary>
    public Money Retention => Settled is { } settled ? Percent(settled, RetentionPercent ?? 0) : Money.Zero;

    /// <summary>What may be settled without asking the owners again is the place's to say (FUND-21).</summary>
    public Result Settle(Money settled, string? auditHash, MoveFacts facts)
    {
        if (Allow(SpendStep.SETTLE).Error is { } wrong) return wrong;
        var rules = Profile.Settlement;
        // Where nothing above the owners' amount may be settled, theirs is the bound, and not the smaller budget.
        var bound = rules.RedeclarePercent is null ? Approved ?? Budget : Budget;
        if (rules.Exceeds(settled, bound)) return WorksErrors.Overrun(settled, bound);
        if (rules.NeedsAudit(settled) && auditHash is null) return WorksErrors.AuditMissing(rules.AuditAbove!.Value);
        (Settled, AuditHash) = (settled, auditHash);
        return Go(SpendStep.SETTLE, facts with { DocumentHash = auditHash ?? facts.DocumentHash });
    }

    /// <summary>True where money may move: settled, and not yet paid whole.</summary>
    public Result CanPay() => Allow(SpendStep.PAY);

    /// <summary>Money has left; what that means for the request follows from the sums.</summary>
    public Result Pay(Money amount, MoveFacts facts)
    {
        if (Go(SpendStep.PAY, facts).Error is { } refused) return refused;
        Paid += amount;
        var settled = Settled!.Value;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Paid, settled); // Payouts hold it: our bug.
        if (Status is SpendStatus.SETTLED && Paid >= settled - Retention) Must(Go(SpendStep.PAY_OFF, facts));
        if (Paid == settled) Must(Go(SpendStep.CLOSE, facts));
        return Result.Success;
    }

    private static Money Percent(Money of, int percent) => new(of.Fen * percent / 100);

    private static void Must(Result step)
    {
        if (step.Error is { } error) throw new InvalidOperationException($"The table lacks a way: {error.Detail}");
    }
}
