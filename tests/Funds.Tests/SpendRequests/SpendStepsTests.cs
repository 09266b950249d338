using CivicPlatform.Funds.SpendRequests;

namespace CivicPlatform.Funds.Tests.SpendRequests;

/// <summary>The state machine of a spend request: what is not in its table does not happen.</summary>
public sealed class SpendStepsTests
{
    // Stations that a step of another name passes through; they cannot be asked for.
    private static readonly SpendStep[] s_followed =
        [SpendStep.PROPOSE, SpendStep.PUBLICISE, SpendStep.PAY_OFF, SpendStep.CLOSE];

    /// <summary>Every step at every station where the table does not hold it.</summary>
    public static IEnumerable<TheoryDataRow<SpendStep, SpendStatus>> Illegal() =>
        from step in Enum.GetValues<SpendStep>().Except(s_followed)
        from status in Requests.Stations
        where SpendSteps.Find(step, status) is null
        select new TheoryDataRow<SpendStep, SpendStatus>(step, status);

    [Theory, Trait("rule", "FUND-24"), MemberData(nameof(Illegal))]
    public void a_step_that_the_table_does_not_hold_is_refused_and_changes_nothing(SpendStep step, SpendStatus status)
    {
        var request = Requests.At(status);
        var before = Shown(request);

        var refused = Requests.Take(request, step);

        Assert.Equal("spend_requests.wrong_status", refused.Error?.Code);
        Assert.Equal(before, Shown(request));
        Assert.Empty(request.TakeNewMoves());
    }

    [Fact]
    public void every_station_but_the_one_that_is_passed_at_once_was_tried() => Assert.Equal(
        Enum.GetValues<SpendStatus>().Except([SpendStatus.APPROVED_BY_OWNERS]).Order(), Requests.Stations.Order());

    [Fact]
    public void no_state_has_two_ways_for_one_step() => Assert.Equal(SpendSteps.Table.Count,
        SpendSteps.Table.Select(rule => (rule.Step, rule.From)).Distinct().Count());

    [Fact, Trait("rule", "EVT-01")]
    public void nothing_gets_to_works_but_through_a_decision_or_a_confirmed_emergency()
    {
        SpendStatus[] gates = [SpendStatus.PUBLICISED, SpendStatus.EMERGENCY_CONFIRMED];
        Assert.DoesNotContain(SpendStatus.WORKS, Reachable(from: SpendStatus.PROPOSED, never: gates));
        Assert.Contains(SpendStatus.WORKS, Reachable(from: SpendStatus.PROPOSED, never: []));
    }

    [Fact, Trait("rule", "FUND-24")]
    public void nothing_is_paid_but_through_filing_acceptance_and_settlement()
    {
        foreach (var station in (SpendStatus[])[SpendStatus.FILED, SpendStatus.WORKS, SpendStatus.ACCEPTED,
            SpendStatus.SETTLED])
            Assert.DoesNotContain(SpendStatus.PAID, Reachable(from: SpendStatus.PROPOSED, never: [station]));
        Assert.Contains(SpendStatus.CLOSED, Reachable(from: SpendStatus.PROPOSED, never: []));
    }

    [Fact]
    public void what_ended_takes_no_step()
    {
        foreach (var end in (SpendStatus[])[SpendStatus.REJECTED_VOTE, SpendStatus.CLOSED])
            Assert.DoesNotContain(SpendSteps.Table, rule => rule.From == end);
    }

    [Fact]
    public void a_held_request_goes_on_where_it_stood()
    {
        var request = Requests.At(SpendStatus.FILED);
        Assert.Null(request.Hold(Requests.Facts).Error);
        Assert.Equal((SpendStatus.OBJECTED, SpendStatus.FILED), (request.Status, request.ResumeStatus));
        Assert.Null(request.Resume(Requests.Facts).Error);
        Assert.Equal((SpendStatus.FILED, null), (request.Status, request.ResumeStatus));
        var moves = request.TakeNewMoves();
        Assert.Equal([SpendStep.HOLD, SpendStep.RESUME], moves.Select(m => m.Step));
        Assert.Equal(request.Moves, moves[^1].Number);
    }

    // All that a step could have changed.
    private static string Shown(SpendRequest request) => System.Text.Json.JsonSerializer.Serialize(request);

    // A request that is held comes back to where it stood, so holding opens no way of its own.
    private static HashSet<SpendStatus> Reachable(SpendStatus from, SpendStatus[] never)
    {
        var seen = new HashSet<SpendStatus> { from };
        while (SpendSteps.Table.FirstOrDefault(rule => rule.To is { } to && seen.Contains(rule.From)
            && !seen.Contains(to) && !never.Contains(to)) is { To: { } next }) seen.Add(next);
        return seen;
    }
}
