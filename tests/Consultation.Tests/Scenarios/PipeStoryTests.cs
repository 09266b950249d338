using System.Net;
using System.Text.Json;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.Contracts.Consultation;
using CivicPlatform.Contracts.Registry;
using CivicPlatform.Testing;

namespace CivicPlatform.Consultation.Tests.Scenarios;

/// <summary>Scenarios 001-1 and 001-4 by their figures: 32 households, household 502, four visits.</summary>
public sealed class PipeStoryTests(ConsultationService service)
{
    private static readonly string Paper = new('a', 64);

    [Fact, Trait("rule", "PIPE-01"), Trait("rule", "PIPE-02"), Trait("scenario", "001-1"), Trait("scenario", "001-4")]
    public async Task four_visits_win_502_over_and_works_still_wait_for_the_other_two()
    {
        using var complete = await service.ListenAsync<ConsentComplete>();
        var (office, units, board) = await RiserAsync();
        var opened = (await office.Clerk.GetAsync(board)).Expect(HttpStatusCode.OK);
        Assert.Equal(("COLLECTING", "32", "32"), (opened["status"], opened["households"], opened["unknown"]));

        foreach (var unit in units[..29]) await SignAsync(office, board, unit);
        foreach (var unit in units[29..])
            (await SayAsync(office, board, new { unitId = unit.UnitId, state = "CONCERNED", concerns = Elder }))
                .Expect(HttpStatusCode.OK);
        var (household, others) = (units[29], units[30..]);
        Assert.Equal("502", household.Room);
        foreach (var outcome in (string[])["NOT_MET", "UNCHANGED", "UNCHANGED", "RESOLVED"])
        {
            (await office.Clerk.PostAsync($"{board}/visits", new
            {
                unitId = household.UnitId, visitedOn = "2024-05-06", channel = "VISIT", outcome, offer = "临时护理床位",
            })).Expect(HttpStatusCode.Created);
        }
        Assert.Equal(("CONCERNED", 4), await HouseholdAsync(office, board, household)); // A visit is no signature.
        await BlockedAsync(office, board, "29 of 32");

        await SignAsync(office, board, household);
        Assert.Equal(("AGREED", 4), await HouseholdAsync(office, board, household));
        await BlockedAsync(office, board, "30 of 32");
        Assert.Empty(complete.Received);
        foreach (var other in others) await SignAsync(office, board, other);

        Assert.Equal("READY", (await office.Clerk.GetAsync(board))["status"]);
        Assert.Equal(32, (await complete.SingleAsync(e => board.EndsWith($"{e.AggregateId}"))).Households);
    }

    private static readonly string[] Elder = ["CARE_DURING_OUTAGE"];

    // Sixteen floors, two households on each: rooms 101 to 1602, with 502, 1601 and 1602 at the end.
    private async Task<(Office Office, RegisteredUnit[] Units, string Board)> RiserAsync()
    {
        var office = service.NewOffice();
        string[] rooms =
        [
            .. from floor in Enumerable.Range(1, 16)
               from side in Enumerable.Range(1, 2)
               select $"{floor}0{side}",
        ];
        string[] last = ["502", "1601", "1602"];
        RegisteredUnit[] units =
            [.. rooms.Except(last).Concat(last).Select(room => Estates.Unit(room, [$"O{room}"]))];
        var estate = await office.RegisterAsync(units);
        var roll = await office.SealAsync((await office.Clerk.PostAsync("/api/v1/rolls", new
        {
            estateId = estate, scope = new { kind = "RISER", units = units.Select(u => u.UnitId) },
        })).Expect(HttpStatusCode.Created).Id);
        var board = (await office.Clerk.PostAsync("/api/v1/consent-boards", new { rollId = roll, title = "上下水改造" }))
            .Expect(HttpStatusCode.Created).Id;
        return (office, units, $"/api/v1/consent-boards/{board}");
    }

    private static async Task SignAsync(Office office, string board, RegisteredUnit unit) =>
        (await SayAsync(office, board, new
        {
            unitId = unit.UnitId, state = "AGREED", ownerRef = $"O{unit.Room}", documentHash = Paper,
        })).Expect(HttpStatusCode.OK);

    private static Task<Answer> SayAsync(Office office, string board, object said) =>
        office.Clerk.PostAsync($"{board}/consents", said);

    private static async Task BlockedAsync(Office office, string board, string count)
    {
        var refused = await office.Clerk.PostAsync($"{board}/lock", new { });
        refused.ExpectProblem(HttpStatusCode.UnprocessableEntity, "consent_boards.incomplete");
        Assert.StartsWith(count, refused["detail"], StringComparison.Ordinal);
    }

    private static async Task<(string? Consent, int Visits)> HouseholdAsync(
        Office office, string board, RegisteredUnit unit)
    {
        JsonElement row = (await office.Clerk.GetAsync($"{board}/households")).Json.GetProperty("items")
            .EnumerateArray().Single(h => h.GetProperty("unitId").GetGuid() == unit.UnitId);
        return (row.GetProperty("consent").GetString(), row.GetProperty("visits").GetInt32());
    }
}
