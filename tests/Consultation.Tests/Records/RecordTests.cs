using System.Net;
using CivicPlatform.Consultation.Tests.Hosting;

namespace CivicPlatform.Consultation.Tests.Records;

public sealed class RecordTests(ConsultationService service)
{
    /// <summary>Scenario 002-12.</summary>
    [Fact, Trait("rule", "VOTE-05"), Trait("scenario", "002-12")]
    public async Task of_placards_is_kept_and_never_becomes_a_decision()
    {
        var office = service.NewOffice();
        var estate = await office.RegisterAsync(Estates.Of(2));
        var record = (await office.Clerk.PostAsync("/api/v1/consultation-records", new
        {
            estateId = estate, form = "PLACARDS", question = "是否自筹资金大修电梯", heldOn = "2023-05-06",
            handsFor = 132, handsAgainst = 7,
        })).Expect(HttpStatusCode.Created);

        var refused = await office.Clerk.PostAsync($"/api/v1/consultation-records/{record.Id}/promote", new { });

        refused.ExpectProblem(HttpStatusCode.UnprocessableEntity, "consultation_records.never_a_decision");
        Assert.Equal("VOTE-05", refused.Rule);
        Assert.Equal(record.Text, (await office.Clerk.GetAsync($"/api/v1/consultation-records/{record.Id}")).Text);
        Assert.Equal(0, (await office.Clerk.GetAsync($"/api/v1/decisions?estateId={estate}"))
            .Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task belongs_to_the_office()
    {
        var (office, other) = (service.NewOffice(), service.NewOffice());
        var estate = await office.RegisterAsync(Estates.Of(2));
        object body = new
        {
            estateId = estate, form = "SURVEY", question = "问卷", heldOn = "2023-05-06",
            handsFor = 1, handsAgainst = 0,
        };

        (await other.Clerk.PostAsync("/api/v1/consultation-records", body)).Expect(HttpStatusCode.NotFound);
        var record = await office.Clerk.PostAsync("/api/v1/consultation-records", body);
        (await other.Clerk.PostAsync($"/api/v1/consultation-records/{record.Id}/promote", new { }))
            .Expect(HttpStatusCode.NotFound);
    }
}
