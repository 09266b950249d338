using CivicPlatform.Notifications.Notices;

namespace CivicPlatform.Notifications.Deliveries;

/// <summary>How a notice travels.</summary>
public enum Channel
{
    EMAIL,
    WEBHOOK,
}

/// <summary>Where a delivery stands.</summary>
public enum DeliveryState
{
    /// <summary>Waits for its next try.</summary>
    PENDING,

    /// <summary>A mail server took it over: sent, not proven to have arrived (EVT-03).</summary>
    SENT,

    /// <summary>The receiver itself said 2xx.</summary>
    CONFIRMED,

    /// <summary>Refused for good, or every try failed.</summary>
    FAILED,

    /// <summary>The channel was not configured when the notice was written.</summary>
    SKIPPED,

    /// <summary>The subscription was disabled before it went out.</summary>
    CANCELLED,
}

/// <summary>One notice on its way to one subscription.</summary>
/// <remarks>
/// A sender claims it, which counts the try and sets the moment at which another sender may claim it again. So a
/// crash between send and record repeats the message with the same id, and never more often than the schedule allows.
/// </remarks>
public sealed class Delivery : ITenantOwned, IVersioned
{
    private Delivery() { } // EF Core and Of.

    /// <summary>Also the <c>webhook-id</c> and the local part of the Message-ID: the same on every try.</summary>
    public required Guid Id { get; init; }
    public required Guid NoticeId { get; init; }
    public required Guid SubscriptionId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public Guid? CaseId { get; init; }
    public required Channel Channel { get; init; }
    public DeliveryState State { get; private set; } = DeliveryState.PENDING;

    /// <summary>Tries since it was made or resent by hand, a running one included.</summary>
    public int Tries { get; private set; }

    /// <summary>Code of the last outcome, such as <c>webhook.status_500</c>.</summary>
    public string? LastOutcome { get; private set; }
    public required DateTimeOffset NextTryAt { get; set; }

    /// <summary>The sender that holds it; only its word about the outcome counts.</summary>
    public Guid? Claim { get; private set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? SettledAt { get; private set; }
    public long Version { get; private set; } = 1;

    /// <param name="refusal">Why the channel cannot be used at all; null when it can.</param>
    public static Delivery Of(Notice notice, Channel channel, Guid subscriptionId, string? refusal, DateTimeOffset now)
    {
        var delivery = new Delivery
        {
            Id = Guid.CreateVersion7(), NoticeId = notice.Id, SubscriptionId = subscriptionId,
            StreetCode = notice.StreetCode, DivisionCode = notice.DivisionCode, CaseId = notice.CaseId,
            Channel = channel, NextTryAt = now, CreatedAt = now,
        };
        if (refusal is not null) delivery.Settle(DeliveryState.SKIPPED, refusal, now);
        return delivery;
    }

    /// <summary>Takes the outcome of a try: settled, or waiting for the next one, or given up.</summary>
    /// <param name="chance">From 0 to 1, for the jitter.</param>
    public void Record(SendOutcome outcome, RetrySchedule schedule, DateTimeOffset now, double chance)
    {
        if (State is not DeliveryState.PENDING) throw new InvalidOperationException($"{Id} is {State}.");
        switch (outcome.Verdict)
        {
            case Verdict.Confirmed: Settle(DeliveryState.CONFIRMED, outcome.Code, now); break;
            case Verdict.Accepted: Settle(DeliveryState.SENT, outcome.Code, now); break;
            case Verdict.Refused or Verdict.Gone: Settle(DeliveryState.FAILED, outcome.Code, now); break;
            case Verdict.Unsubscribed: Settle(DeliveryState.CANCELLED, outcome.Code, now); break;
            default: TryAgain(outcome, schedule, now, chance); break;
        }
    }

    /// <summary>A person asks for it once more, with the same id; refused while it is still being tried.</summary>
    public Result Resend(DateTimeOffset now)
    {
        if (State is DeliveryState.PENDING) return DeliveryErrors.StillPending;
        (State, Tries, NextTryAt, SettledAt, Claim) = (DeliveryState.PENDING, 0, now, null, null);
        return Result.Success;
    }

    private void TryAgain(SendOutcome outcome, RetrySchedule schedule, DateTimeOffset now, double chance)
    {
        if (schedule.PauseAfter(Tries, outcome.RetryAfter, chance) is not { } pause)
        {
            Settle(DeliveryState.FAILED, outcome.Code, now);
            return;
        }
        (LastOutcome, NextTryAt, Claim) = (outcome.Code, now + pause, null);
    }

    private void Settle(DeliveryState state, string code, DateTimeOffset now) =>
        (State, LastOutcome, SettledAt, Claim) = (state, code, now, null);
}
