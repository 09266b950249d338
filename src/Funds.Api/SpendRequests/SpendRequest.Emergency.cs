namespace CivicPlatform.Funds.SpendRequests;

/// <summary>The way without a vote: it skips that and nothing else (FUND-24).</summary>
public sealed partial class SpendRequest
{
    /// <summary>Code of the situation; null for a use that the owners decided.</summary>
    public string? Situation { get; private set; }
    public DateOnly? DeclaredOn { get; private set; }
    public DateOnly? ConfirmedOn { get; private set; }
    public DateOnly? PostedOn { get; private set; }

    /// <summary>Last day of the posting.</summary>
    public DateOnly? PostingEndsOn { get; private set; }

    /// <summary>It is urgent by the rules of the place; who must confirm it is asked.</summary>
    public Result DeclareEmergency(EmergencyClaim claim, Money? initialDeposits, MoveFacts facts)
    {
        if (Allow(SpendStep.DECLARE_EMERGENCY).Error is { } wrong) return wrong;
        if (Profile.Emergency is not { } rules) return EmergencyErrors.NoRules;
        if (EmergencyUse.Check(rules, claim, Part, Budget, initialDeposits).Error is { } refused) return refused;
        (Situation, DeclaredOn) = (claim.Situation, facts.On);
        return Go(SpendStep.DECLARE_EMERGENCY, facts with { Reference = claim.Situation });
    }

    /// <summary>Scenario 004-16: the committee, or after its silence the district.</summary>
    public Result ConfirmEmergency(EmergencyConfirmation confirmation, MoveFacts facts)
    {
        if (Allow(SpendStep.CONFIRM_EMERGENCY).Error is { } wrong) return wrong;
        if (EmergencyUse.CheckConfirmed(Profile.Emergency!, confirmation, DeclaredOn!.Value, facts.On).Error
            is { } refused) return refused;
        ConfirmedOn = facts.On;
        return Go(SpendStep.CONFIRM_EMERGENCY, facts with { Reference = string.Join(',', confirmation.By) });
    }

    /// <summary>It hangs; another posting starts the days again (PUB-01).</summary>
    public Result PostEmergency(DateOnly postedOn, MoveFacts facts)
    {
        if (Allow(SpendStep.POST_EMERGENCY).Error is { } wrong) return wrong;
        if (Situation is null) return EmergencyErrors.NotAnEmergencyUse;
        var rules = Profile.Emergency!;
        if (postedOn > facts.On || postedOn < PostableFrom(rules)) return EmergencyErrors.PostedTooEarly;
        (PostedOn, PostingEndsOn) =
            (postedOn, DayPeriod.From(postedOn, rules.Posting, WorkCalendar.China).LastDay);
        return Go(SpendStep.POST_EMERGENCY, facts);
    }

    /// <summary>An objection belongs to a day of the posting.</summary>
    public Result TakesObjection(DateOnly raisedOn, DateOnly today)
    {
        if (PostedOn is not { } from || PostingEndsOn is not { } until) return EmergencyErrors.NothingPosted;
        return raisedOn >= from && raisedOn <= until && raisedOn <= today
            ? Result.Success
            : EmergencyErrors.OutsidePosting;
    }

    // What was not accepted yet cannot be posted where the place posts what was done.
    private DateOnly PostableFrom(EmergencyRules rules) => rules.PostedAfter is EmergencyPosting.CONFIRMATION
        ? ConfirmedOn!.Value
        : AcceptedOn ?? DateOnly.MaxValue;
}
