using CivicPlatform.Contracts.Funds;
using CivicPlatform.Notifications.Deliveries;
using CivicPlatform.Notifications.Notices;

namespace CivicPlatform.Notifications.Tests.Deliveries;

public sealed class DeliveryTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 1, 0, 0, TimeSpan.Zero);
    private static readonly RetrySchedule Schedule = new() { Jitter = 0 };

    [Fact, Trait("rule", "EVT-03")]
    public void a_mail_server_taking_it_over_is_sent_but_not_confirmed()
    {
        var delivery = Pending(Channel.EMAIL);
        delivery.Record(new SendOutcome(Verdict.Accepted, "email.accepted"), Schedule, Now, 0);
        Assert.Equal(DeliveryState.SENT, delivery.State);
    }

    [Fact]
    public void a_refusal_for_good_is_not_tried_again()
    {
        var delivery = Pending(Channel.EMAIL);
        delivery.Record(new SendOutcome(Verdict.Refused, "email.status_550"), Schedule, Now, 0);
        Assert.Equal((DeliveryState.FAILED, "email.status_550"), (delivery.State, delivery.LastOutcome));
    }

    [Fact]
    public void is_skipped_when_its_channel_is_off_and_may_be_resent_by_hand()
    {
        var delivery = Delivery.Of(SomeNotice(), Channel.EMAIL, Guid.NewGuid(), "email.not_configured", Now);
        Assert.Equal((DeliveryState.SKIPPED, "email.not_configured"), (delivery.State, delivery.LastOutcome));

        Assert.Null(delivery.Resend(Now.AddHours(1)).Error);
        Assert.Equal((DeliveryState.PENDING, Now.AddHours(1)), (delivery.State, delivery.NextTryAt));
    }

    [Fact]
    public void is_not_resent_while_it_is_still_being_tried() =>
        Assert.Equal(DeliveryErrors.StillPending, Pending(Channel.WEBHOOK).Resend(Now).Error);

    [Fact]
    public void a_body_stays_under_twenty_kilobytes_even_with_the_longest_text()
    {
        var notice = Notice.Of(Event(), new NoticePlace(Guid.NewGuid()),
            new NoticeText(new string('标', Notice.TitleMax), new string('文', Notice.BodyMax)), Now);
        Assert.InRange(CivicPlatform.Notifications.Webhooks.WebhookBody.Of(notice).Length, 6_000, 20_000);
    }

    private static Delivery Pending(Channel channel) =>
        Delivery.Of(SomeNotice(), channel, Guid.NewGuid(), refusal: null, Now);

    private static Notice SomeNotice() =>
        Notice.Of(Event(), new NoticePlace(Guid.NewGuid()), new NoticeText("题", "文"), Now);

    private static AdvanceRecorded Event() => new()
    {
        AggregateId = Guid.NewGuid(), AggregateVersion = 1, OccurredAt = Now, StreetCode = "110114009",
        EstateId = Guid.NewGuid(), AdvanceId = Guid.NewGuid(), Amount = 420_000m, Buildings = ["1"],
    };
}
