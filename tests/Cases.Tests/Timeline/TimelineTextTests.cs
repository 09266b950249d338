using CivicPlatform.Cases.Timeline;
using CivicPlatform.Contracts.Consultation;
using CivicPlatform.Contracts.Funds;

namespace CivicPlatform.Cases.Tests.Timeline;

public sealed class TimelineTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 22, 1, 0, 0, TimeSpan.Zero);

    [Fact, Trait("rule", "RAISE-03")]
    public void a_threshold_is_told_with_its_figures_and_a_link_to_the_campaign()
    {
        var campaign = Guid.NewGuid();

        var note = TimelineText.Of(new CampaignThresholdReached
        {
            AggregateId = campaign, AggregateVersion = 9, OccurredAt = Now, StreetCode = "110114009",
            EstateId = Guid.NewGuid(), Building = "4", Collected = 145_233.00m, Receivable = 290_466.00m,
            BankSerial = "B20230000564", BookedAt = Now,
        });

        Assert.Equal(new TimelineNote(
            Stages.Campaign, "4 号楼收缴达到启动线", "已收 145233.00 元，应收 290466.00 元（50.0 %）",
            $"/api/v1/campaigns/{campaign}"), note);
    }

    [Fact, Trait("rule", "EVT-01")]
    public void an_effective_decision_is_a_link_of_the_chain_of_its_own()
    {
        var decision = Guid.NewGuid();

        var note = TimelineText.Of(new DecisionEffective
        {
            AggregateId = Guid.NewGuid(), AggregateVersion = 4, OccurredAt = Now, StreetCode = "110114009",
            DecisionId = decision, EstateId = Guid.NewGuid(), MatterCode = "M6", Scope = "AREA",
            EffectiveOn = new DateOnly(2026, 6, 22),
        });

        Assert.Equal((Stages.Decision, $"/api/v1/decisions/{decision}"), (note?.Stage, note?.Link));
    }

    [Fact, Trait("rule", "PUB-02")]
    public void an_objection_is_told_by_its_reason_and_its_number()
    {
        var period = Guid.NewGuid();

        var note = TimelineText.Of(new ObjectionRaised
        {
            AggregateId = period, AggregateVersion = 2, OccurredAt = Now, StreetCode = "110114009",
            MotionId = Guid.NewGuid(), EstateId = Guid.NewGuid(), Reason = "VENTILATION", Objections = 2,
        });

        Assert.Equal(new TimelineNote(
            Stages.Motion, "公示期内有业主提出异议", "理由：通风；本次公示累计 2 件", $"/api/v1/publicity-periods/{period}"), note);
    }

    [Fact]
    public void payments_one_by_one_are_not_part_of_the_chain() => Assert.Null(TimelineText.Of(new PaymentMatched
    {
        AggregateId = Guid.NewGuid(), AggregateVersion = 5, OccurredAt = Now, StreetCode = "110114009",
        EstateId = Guid.NewGuid(), Building = "4", Amount = 1_613.70m, Lines = 1, Collected = 1_613.70m,
        HouseholdsPaid = 1,
    }));
}
