using System.Net;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.Testing;

namespace CivicPlatform.Consultation.Tests.Lifts;

/// <summary>An estate of Shanghai with one owner behind each doorway; its zone's vote is open.</summary>
internal sealed record LiftVotes(Office Office, Guid Estate, Guid Zone, IReadOnlyList<string> Buildings)
{
    private const string Shanghai = "310106";
    private static readonly string s_paper = new('a', 64);

    public static async Task<LiftVotes> OpenAsync(ConsultationService service, params string[] buildings)
    {
        var office = service.NewOffice(Shanghai);
        var estate = await office.RegisterAsync(
            [.. buildings.Select(b => Estates.Unit("101", [$"P{b}"], building: b))]);
        var votes = new LiftVotes(office, estate, default, buildings);
        return votes with { Zone = await votes.OpenMotionAsync("M9", null, caseId: null) };
    }

    /// <summary>Opens a building's vote and its dual consultation.</summary>
    public async Task<Lift> ConsultAsync(string building, Guid? caseId = null)
    {
        var motion = await OpenMotionAsync("M7", building, caseId);
        var dual = (await Office.Clerk.PostAsync("/api/v1/dual-consultations",
            new { zoneMotionId = Zone, buildingMotionId = motion, title = $"{building}号加装电梯" }))
            .Expect(HttpStatusCode.Created).Id;
        return new Lift(building, motion, dual);
    }

    /// <summary>Everybody who may votes in favour, and the vote closes.</summary>
    public async Task PassAsync(Guid motion, params IReadOnlyList<string> buildings)
    {
        foreach (var building in buildings)
        {
            (await Office.TallyClerk.PostAsync($"/api/v1/motions/{motion}/ballots", new
            {
                building, entrance = "1", room = "101", choice = "FOR", channel = "PAPER",
                castAt = "2023-05-20T09:02:00+08:00",
            })).Expect(HttpStatusCode.Created);
        }
        Assert.Equal("PASSED", (await Office.CloseAsync(motion)).Expect(HttpStatusCode.OK)["tally.outcome"]);
    }

    public Task<Answer> SignAsync(Lift lift) => Office.Clerk.PostAsync($"{lift.Path}/agreement",
        new { signedOn = DateTime.UtcNow.AddHours(8).ToString("yyyy-MM-dd"), documentHash = s_paper });

    /// <summary>Posts a result and gives the end of its publicity.</summary>
    public async Task<DateTimeOffset> PostAsync(Guid motion) =>
        (await Office.PostResultAsync(motion, "小区公告栏")).Expect(HttpStatusCode.Created)
            .Json.GetProperty("endsAt").GetDateTimeOffset();

    public Task IsEffectiveAsync(Guid motion) => Eventually.Async(async () => Assert.Equal(
        "EFFECTIVE", (await Office.Clerk.GetAsync($"/api/v1/motions/{motion}"))["status"]));

    public async Task<Guid> DecisionAsync(Guid motion) =>
        Guid.Parse((await Office.Clerk.GetAsync($"/api/v1/motions/{motion}/tally"))["decisionId"]);

    public async Task<Answer> RevokeAsync(Guid motion, string ground = "REVOKED_COURT")
    {
        var path = $"/api/v1/decisions/{await DecisionAsync(motion)}";
        var decided = (await Office.Clerk.GetAsync(path)).Json.GetProperty("decidedAt").GetDateTimeOffset();
        return await Office.Clerk.PostAsync($"{path}/revocations", new
        {
            ground, authority = "某区人民法院", documentHash = s_paper,
            decidedOn = $"{Kernel.CivilTime.DayOf(decided):yyyy-MM-dd}",
        });
    }

    public async Task<string?> WorksAsync(Lift lift) =>
        (await Office.Clerk.GetAsync(lift.Path)).Expect(HttpStatusCode.OK).Json.TryGetProperty("works", out var works)
            ? works.GetString()
            : null;

    private async Task<Guid> OpenMotionAsync(string matter, string? building, Guid? caseId)
    {
        object scope = building is null ? new { kind = "AREA" } : new { kind = "BUILDING", building };
        var roll = (await Office.Clerk.PostAsync("/api/v1/rolls", new { estateId = Estate, scope }))
            .Expect(HttpStatusCode.Created).Id;
        return await Office.OpenAsync(await Office.SealAsync(roll), matter, caseId);
    }

    internal sealed record Lift(string Building, Guid Motion, Guid Dual)
    {
        public string Path => $"/api/v1/dual-consultations/{Dual}";
    }
}
