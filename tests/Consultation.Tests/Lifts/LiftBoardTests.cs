using System.Net;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.Contracts.Cases;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.Testing;

namespace CivicPlatform.Consultation.Tests.Lifts;

/// <summary>Scenario 003-2: nine doorways by how far their lifts are; they add up to nine.</summary>
public sealed class LiftBoardTests(ConsultationService service)
{
    private static readonly string[] s_nine = ["65", "66", "67", "68", "69", "70", "71", "72", "73"];

    [Fact, Trait("rule", "LIFT-03"), Trait("scenario", "003-2")]
    public async Task nine_doorways_of_the_register_sum_to_nine()
    {
        var votes = await LiftVotes.OpenAsync(service, s_nine);
        Assert.Equal("9 NOT_YET", await CountsAsync(votes));
        var lifts = new List<LiftVotes.Lift>();
        foreach (var building in s_nine[..6]) lifts.Add(await votes.ConsultAsync(building));
        Assert.Equal("9 NOT_YET", await CountsAsync(votes)); // Asked, and not answered.
        await votes.PassAsync(votes.Zone, s_nine);
        Assert.Equal("3 NOT_YET, 6 FIRST_PASSED", await CountsAsync(votes));

        foreach (var lift in lifts[..3]) await votes.PassAsync(lift.Motion, lift.Building);
        Assert.Equal("3 NOT_YET, 3 FIRST_PASSED, 3 BOTH_PASSED", await CountsAsync(votes));
        foreach (var lift in lifts[..3]) (await votes.SignAsync(lift)).Expect(HttpStatusCode.OK);
        Guid[] works = [Guid.CreateVersion7(), Guid.CreateVersion7()];
        await TellAsync(votes, works[0], "65", "UNDER_CONSTRUCTION", 3);
        await TellAsync(votes, works[1], "66", "UNDER_CONSTRUCTION", 4);
        await TellAsync(votes, works[1], "66", "SIGNED", 2); // Late: it was under construction already.

        await Eventually.Async(async () => Assert.Equal(
            "3 NOT_YET, 3 FIRST_PASSED, 1 AGREED, 2 UNDER_CONSTRUCTION", await CountsAsync(votes)));
        await TellAsync(votes, works[0], "65", "DELIVERED", 5);
        await Eventually.Async(async () => Assert.Equal(
            "3 NOT_YET, 3 FIRST_PASSED, 1 AGREED, 1 UNDER_CONSTRUCTION, 1 DELIVERED", await CountsAsync(votes)));
    }

    [Fact]
    public async Task a_board_is_of_its_office_and_shows_the_number_of_the_team()
    {
        var votes = await LiftVotes.OpenAsync(service, "65");
        var path = $"/api/v1/lift-boards/{votes.Estate}";
        var owner = (await votes.Office.As(Roles.Owner).GetAsync(path)).Expect(HttpStatusCode.OK);
        Assert.False(owner.Json.GetProperty("lines")[0].TryGetProperty("teamNumber", out _));
        Assert.DoesNotContain("P65", owner.Text);
        (await service.NewOffice().Clerk.GetAsync(path))
            .ExpectProblem(HttpStatusCode.NotFound, "rolls.estate_not_found");
        (await votes.Office.Clerk.GetAsync("/api/v1/lift-boards/65")).Expect(HttpStatusCode.NotFound);
    }

    private Task TellAsync(LiftVotes votes, Guid lift, string building, string state, long version) =>
        service.Host.PublishAsync(new ProjectStepChanged
        {
            AggregateId = Guid.CreateVersion7(), AggregateVersion = version, OccurredAt = DateTimeOffset.UtcNow,
            StreetCode = votes.Office.Street, EstateId = votes.Estate, LiftId = lift, Building = building,
            LiftNo = "1", StepCode = "BREAK_GROUND", LiftState = state,
        });

    private static async Task<string> CountsAsync(LiftVotes votes)
    {
        var board = (await votes.Office.Clerk.GetAsync($"/api/v1/lift-boards/{votes.Estate}"))
            .Expect(HttpStatusCode.OK);
        var counts = board.Json.GetProperty("counts").EnumerateObject()
            .Select(c => (c.Name, Count: c.Value.GetInt32())).ToArray();
        Assert.Equal(votes.Buildings.Count, counts.Sum(c => c.Count));
        Assert.Equal(votes.Buildings.Count, board.Json.GetProperty("doorways").GetInt32());
        return string.Join(", ", counts.Where(c => c.Count > 0).Select(c => $"{c.Count} {c.Name}"));
    }
}
