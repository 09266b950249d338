using System.Net;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.Contracts.Registry;
using CivicPlatform.Testing;

namespace CivicPlatform.Consultation.Tests.Publicity;

/// <summary>A passed motion of four equal owners whose result hangs; the fourth voted against and objects.</summary>
internal sealed record PostedResult(
    Office Office, Guid Motion, Guid Decision, Guid Period, DateTimeOffset EndsAt, RegisteredUnit Objector)
{
    /// <summary>Laiwu's lift rules wait for every objector, Shanghai's do not (PUB-03).</summary>
    public const string Laiwu = "370116";

    public const string Shanghai = "310106";

    public string Path => $"/api/v1/publicity-periods/{Period}";

    public static async Task<PostedResult> OfAsync(
        ConsultationService service, string district = Laiwu, string matter = "M7")
    {
        var (office, units) = (service.NewOffice(district), Estates.Of(4));
        var motion = await office.OpenAsync(await office.FreezeAsync(await office.RegisterAsync(units)), matter);
        for (var i = 1; i <= 4; i++) await office.CastAsync(motion, $"10{i}", i < 4 ? "FOR" : "AGAINST");
        var decision = (await office.CloseAsync(motion)).Expect(HttpStatusCode.OK).Json.GetProperty("decisionId");
        var result = new PostedResult(office, motion, decision.GetGuid(), default, default, units[3]);
        return await result.PostAgainAsync('a');
    }

    /// <summary>Posts a document known by that letter: the revised plan, or the same once more.</summary>
    public async Task<PostedResult> PostAgainAsync(char document)
    {
        var posted = (await PostAsync(document)).Expect(HttpStatusCode.Created);
        return this with { Period = posted.Id, EndsAt = posted.Json.GetProperty("endsAt").GetDateTimeOffset() };
    }

    public Task<Answer> PostAsync(char document) => Office.Clerk.PostAsync($"/api/v1/motions/{Motion}/publicity", new
    {
        places = new[] { "小区公告栏", "各单元门口" }, contentHash = new string(document, 64),
        evidence = new[] { new string('e', 64) },
    });

    public Task<Answer> ObjectAsync(
        string owner = "P4", Guid? unit = null, string reason = "VENTILATION", string text = "影响通风",
        string? key = null) =>
        Office.Clerk.PostAsync($"{Path}/objections", Body(owner, unit, reason, text), key);

    public object Body(
        string owner = "P4", Guid? unit = null, string reason = "VENTILATION", string text = "影响通风") =>
        new { ownerRef = owner, unitId = unit ?? Objector.UnitId, reason, text };

    public Task<Answer> StepAsync(Guid objection, string step, string? key = null) => Office.Clerk.PostAsync(
        $"{Path}/objections/{objection}/{step}", step == "answer" ? new { text = "已将井道外移" } : new { }, key);

    public async Task<(string, string)> CountAsync(string one, string other)
    {
        var counts = (await Office.Clerk.GetAsync($"{Path}/objection-counts")).Expect(HttpStatusCode.OK);
        return (counts[one], counts[other]);
    }

    /// <summary>Decision, motion and this period.</summary>
    public async Task<(string Decision, string Motion, string Period)> StatusAsync() => (
        (await Office.Clerk.GetAsync($"/api/v1/decisions/{Decision}"))["status"],
        (await Office.Clerk.GetAsync($"/api/v1/motions/{Motion}"))["status"],
        (await Office.Clerk.GetAsync(Path))["status"]);

    public Task BecomesAsync(string decision, string motion, string period) =>
        Eventually.Async(async () => Assert.Equal((decision, motion, period), await StatusAsync()));
}
