using System.Net;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.Contracts.Registry;

namespace CivicPlatform.Consultation.Tests.Scenarios;

/// <summary>Scenario 003-4: ten households on floors 2 to 6 and a shop under them that shares their stair.</summary>
public sealed class LiftStoryTests(ConsultationService service)
{
    [Fact, Trait("rule", "LIFT-06"), Trait("rule", "VOTE-20"), Trait("scenario", "003-4")]
    public async Task a_shop_that_shares_the_stair_votes_and_one_with_a_door_of_its_own_does_not()
    {
        var office = service.NewOffice("310106");
        RegisteredUnit[] flats =
        [
            .. from floor in Enumerable.Range(2, 5)
               from side in Enumerable.Range(1, 2)
               select Estates.Unit($"{floor}0{side}", [$"P{floor}{side}"], building: "5", area: 60m),
        ];
        var shop = Shop("101", "SHOPKEEPER", entrance: "1");
        var corner = Shop("102", "CORNER", entrance: "S"); // Its door is on the street.
        var estate = await office.RegisterAsync([.. flats, shop, corner]);

        var roll = (await office.Clerk.PostAsync("/api/v1/rolls", new
        {
            estateId = estate, scope = new { kind = "ENTRANCE", building = "5", entrance = "1" },
        })).Expect(HttpStatusCode.Created);

        Assert.Equal(("11", "11", "660.00"), (roll["units"], roll["heads"], roll["area"]));
        var rows = (await office.Clerk.GetAsync($"/api/v1/rolls/{roll.Id}/units")).Json.GetProperty("items")
            .EnumerateArray().Select(u => u.GetProperty("ownerRefs")[0].GetString()).ToArray();
        Assert.Contains("SHOPKEEPER", rows);
        Assert.DoesNotContain("CORNER", rows);

        // He votes like everybody: 8 of 11 came, and with him 6 of 8 are exactly three quarters by both measures.
        var motion = await office.OpenAsync(await office.SealAsync(roll.Id), "M7");
        string[] rooms = ["101", .. flats.Take(7).Select(f => f.Room)];
        foreach (var (i, room) in rooms.Index())
        {
            (await office.TallyClerk.PostAsync($"/api/v1/motions/{motion}/ballots", new
            {
                building = "5", entrance = "1", room, choice = i < 6 ? "FOR" : "AGAINST", channel = "PAPER",
                castAt = "2023-05-20T09:02:00+08:00",
            })).Expect(HttpStatusCode.Created);
        }
        var closed = (await office.CloseAsync(motion)).Expect(HttpStatusCode.OK);
        Assert.Equal(("PASSED", "8", "6", "360.00"), (closed["tally.outcome"], closed["tally.participating.heads"],
            closed["tally.for.heads"], closed["tally.for.area"]));
    }

    private static RegisteredUnit Shop(string room, string owner, string entrance) => new(
        Guid.CreateVersion7(), "5", entrance, room, 1, 60m, "SHOP", "SOLD", [owner]);
}
