using System.Net;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.Consultation.Tests.Publicity;
using CivicPlatform.Contracts.Registry;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.Testing;

namespace CivicPlatform.Consultation.Tests.Owners;

/// <summary>What an owner does with a login of his own: objects (PUB-02) and inspects (PUB-05).</summary>
public sealed class OwnerTests(ConsultationService service)
{
    [Fact, Trait("rule", "PUB-02")]
    public async Task an_owner_objects_for_his_own_unit_and_for_no_other()
    {
        var posted = await PostedResult.OfAsync(service);
        var estate = await EstateAsync(posted);
        var owner = await LinkAsync(posted.Office, estate, "P4");
        var own = new { unitId = posted.Objector.UnitId, reason = "LIGHT", text = "遮挡客厅采光" };

        (await owner.PostAsync($"{posted.Path}/own-objections", own)).Expect(HttpStatusCode.Created);
        (await owner.PostAsync($"{posted.Path}/own-objections", own))
            .ExpectProblem(HttpStatusCode.Conflict, "objections.already_raised");
        var neighbour = await service.Host.QueryAsync<Guid>(
            "select unit_id from roll_units r join motions m on m.roll_id = r.roll_id " +
            $"where m.id = '{posted.Motion}' and room = '101'");
        var refused = await owner.PostAsync($"{posted.Path}/own-objections", own with { unitId = neighbour });
        refused.ExpectProblem(HttpStatusCode.UnprocessableEntity, "objections.not_an_owner");
        Assert.Equal("PUB-02", refused.Rule);
        var stranger = service.Host.As(Roles.Owner, posted.Office.Street, "u-2");
        (await stranger.PostAsync($"{posted.Path}/own-objections", own))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "objections.not_an_owner");
        (await posted.Office.Clerk.PostAsync($"{posted.Path}/own-objections", own)).Expect(HttpStatusCode.Forbidden);
        (await owner.PostAsync($"{posted.Path}/objections", posted.Body())).Expect(HttpStatusCode.Forbidden);
    }

    [Fact, Trait("rule", "PUB-05")]
    public async Task an_owner_inspects_decisions_counts_and_minutes_of_his_own_estate()
    {
        var posted = await PostedResult.OfAsync(service);
        var estate = await EstateAsync(posted);
        var owner = await LinkAsync(posted.Office, estate, "P1");
        await MinuteAsync(posted.Office, estate);
        var path = $"/api/v1/owner-disclosures/{estate}";

        var shown = (await owner.GetAsync(path)).Expect(HttpStatusCode.OK);
        var motion = Assert.Single(shown.Json.GetProperty("motions").EnumerateArray());
        var count = motion.GetProperty("tally").GetProperty("for");
        Assert.Equal(("PASSED", "PENDING", "300.00", 3), (motion.GetProperty("outcome").GetString(),
            motion.GetProperty("decision").GetString(), count.GetProperty("area").GetString(),
            count.GetProperty("heads").GetInt32()));
        var minutes = Assert.Single(shown.Json.GetProperty("minutes").EnumerateArray());
        Assert.Equal(("更正稿", 2), (minutes.GetProperty("text").GetString(), minutes.GetProperty("number").GetInt32()));
        Assert.DoesNotContain("choice", shown.Text); // Nobody's vote (PRIV-14).

        var elsewhere = await posted.Office.RegisterAsync(Estates.Of(2));
        var refused = await owner.GetAsync($"/api/v1/owner-disclosures/{elsewhere}");
        refused.ExpectProblem(HttpStatusCode.Forbidden, "owner_disclosures.not_your_estate");
        Assert.Equal("PUB-05", refused.Rule);
        (await service.Host.As(Roles.OwnersCommittee, posted.Office.Street, "u-2").GetAsync(path))
            .Expect(HttpStatusCode.Forbidden);
        (await posted.Office.Clerk.GetAsync(path)).Expect(HttpStatusCode.OK);
        (await service.NewOffice().Clerk.GetAsync(path)).Expect(HttpStatusCode.NotFound);
    }

    private Task<Guid> EstateAsync(PostedResult posted) =>
        service.Host.QueryAsync<Guid>($"select estate_id from motions where id = '{posted.Motion}'");

    private async Task<ApiClient> LinkAsync(Office office, Guid estate, string ownerRef)
    {
        var owner = office.As(Roles.Owner);
        await service.Host.PublishAsync(new OwnerAccountLinked
        {
            AggregateId = estate, AggregateVersion = 1, OccurredAt = DateTimeOffset.UtcNow, StreetCode = office.Street,
            Subject = "u-1", OwnerRef = ownerRef,
        });
        await Eventually.Async(async () => Assert.Equal(1L, await service.Host.QueryAsync<long>(
            $"select count(*) from owner_accounts where estate_id = '{estate}' and owner_ref = '{ownerRef}'")));
        return owner;
    }

    private static async Task MinuteAsync(Office office, Guid estate)
    {
        var meeting = (await office.Clerk.PostAsync("/api/v1/meetings", new
        {
            estateId = estate, kind = "WEEKLY", title = "例会", heldOn = "2024-05-06", agenda = new[] { "进度" },
        })).Expect(HttpStatusCode.Created).Id;
        foreach (var text in (string[])["初稿", "更正稿"])
        {
            (await office.Clerk.PostAsync($"/api/v1/meetings/{meeting}/minutes", new { text }))
                .Expect(HttpStatusCode.Created);
        }
    }
}
