using System.Net;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.Contracts.Consultation;

namespace CivicPlatform.Consultation.Tests.Lifts;

/// <summary>Cases hears once when a lift may be built, and once when a decision behind it fell (LIFT-04).</summary>
public sealed class LiftClearanceTests(ConsultationService service)
{
    [Fact, Trait("rule", "LIFT-04"), Trait("rule", "EVT-01"), Trait("scenario", "003-3")]
    public async Task works_are_let_go_by_the_last_of_both_decisions_and_stopped_by_the_first_that_falls()
    {
        using var effective = await service.ListenAsync<LiftAgreementEffective>();
        using var revoked = await service.ListenAsync<LiftAgreementRevoked>();
        var votes = await LiftVotes.OpenAsync(service, "16", "30");
        var caseId = Guid.CreateVersion7();
        var lift = await votes.ConsultAsync("16", caseId);
        await votes.PassAsync(votes.Zone, votes.Buildings);
        await votes.PassAsync(lift.Motion, "16");
        (await votes.SignAsync(lift)).Expect(HttpStatusCode.OK);
        Assert.Null(await votes.WorksAsync(lift)); // Signed, and neither decision is in force.

        await votes.Office.MoveClockToAsync((await votes.PostAsync(votes.Zone)).AddSeconds(1));
        await votes.IsEffectiveAsync(votes.Zone);
        await service.TwoRoundsOfTheLoopAsync();
        Assert.Null(await votes.WorksAsync(lift));
        Assert.DoesNotContain(effective.Received, e => e.AggregateId == lift.Dual);

        await votes.Office.MoveClockToAsync((await votes.PostAsync(lift.Motion)).AddSeconds(1));
        await votes.IsEffectiveAsync(lift.Motion);
        var told = await effective.SingleAsync(e => e.AggregateId == lift.Dual);
        Assert.Equal((caseId, votes.Estate, "16", null), (told.CaseId, told.EstateId, told.Building, told.Entrance));
        Assert.Equal((await votes.DecisionAsync(votes.Zone), await votes.DecisionAsync(lift.Motion)),
            (told.ZoneDecisionId, told.BuildingDecisionId));
        Assert.Equal("CLEARED", await votes.WorksAsync(lift));

        (await votes.RevokeAsync(votes.Zone, "CORRECTION_ORDERED")).Expect(HttpStatusCode.Created);
        Assert.Equal("CLEARED", await votes.WorksAsync(lift)); // In force still.
        (await votes.RevokeAsync(votes.Zone)).Expect(HttpStatusCode.Created);
        var stopped = await revoked.SingleAsync(e => e.AggregateId == lift.Dual);
        Assert.Equal((told.ZoneDecisionId, "REVOKED_COURT", caseId),
            (stopped.DecisionId, stopped.Ground, stopped.CaseId));
        Assert.True(stopped.AggregateVersion > told.AggregateVersion);
        (await votes.RevokeAsync(lift.Motion)).Expect(HttpStatusCode.Created);
        Assert.Equal("REVOKED", await votes.WorksAsync(lift));
        await service.TwoRoundsOfTheLoopAsync();
        Assert.Single(revoked.Received, e => e.AggregateId == lift.Dual);
        Assert.Single(effective.Received, e => e.AggregateId == lift.Dual);
    }

    [Fact, Trait("rule", "LIFT-04")]
    public async Task decisions_that_end_at_the_same_moment_and_a_later_signature_are_told_once()
    {
        using var effective = await service.ListenAsync<LiftAgreementEffective>();
        var votes = await LiftVotes.OpenAsync(service, "16", "30");
        var (early, late) = (await votes.ConsultAsync("16"), await votes.ConsultAsync("30"));
        await votes.PassAsync(votes.Zone, votes.Buildings);
        await votes.PassAsync(early.Motion, "16");
        await votes.PassAsync(late.Motion, "30");
        (await votes.SignAsync(early)).Expect(HttpStatusCode.OK);

        await votes.PostAsync(votes.Zone);
        await votes.PostAsync(early.Motion);
        await votes.Office.MoveClockToAsync((await votes.PostAsync(late.Motion)).AddSeconds(1));
        foreach (var motion in (Guid[])[votes.Zone, early.Motion, late.Motion]) await votes.IsEffectiveAsync(motion);
        await effective.SingleAsync(e => e.AggregateId == early.Dual);
        Assert.Null(await votes.WorksAsync(late)); // In force, and not signed.

        var signed = (await votes.SignAsync(late)).Expect(HttpStatusCode.OK);
        Assert.Equal("CLEARED", signed["works"]);
        await effective.SingleAsync(e => e.AggregateId == late.Dual);
    }

    [Fact, Trait("rule", "EVT-01")]
    public async Task what_falls_before_works_were_let_go_is_told_to_nobody()
    {
        using var revoked = await service.ListenAsync<LiftAgreementRevoked>();
        using var effective = await service.ListenAsync<LiftAgreementEffective>();
        var votes = await LiftVotes.OpenAsync(service, "16");
        var lift = await votes.ConsultAsync("16");
        await votes.PassAsync(votes.Zone, "16");
        await votes.PassAsync(lift.Motion, "16");
        (await votes.SignAsync(lift)).Expect(HttpStatusCode.OK);
        await votes.Office.MoveClockToAsync((await votes.PostAsync(votes.Zone)).AddSeconds(1));
        await votes.IsEffectiveAsync(votes.Zone);

        (await votes.RevokeAsync(votes.Zone)).Expect(HttpStatusCode.Created);
        await votes.Office.MoveClockToAsync((await votes.PostAsync(lift.Motion)).AddSeconds(1));
        await votes.IsEffectiveAsync(lift.Motion);
        await service.TwoRoundsOfTheLoopAsync();

        Assert.Null(await votes.WorksAsync(lift));
        Assert.DoesNotContain(effective.Received, e => e.AggregateId == lift.Dual);
        Assert.DoesNotContain(revoked.Received, e => e.AggregateId == lift.Dual);
    }
}
