using System.Net;

namespace CivicPlatform.Cases.Tests.Works;

public sealed class LinkProjectsTests(CasesHost host)
{
    [Fact, Trait("rule", "LIFT-05")]
    public async Task works_of_one_estate_are_linked_once_and_show_each_other()
    {
        var estate = Guid.CreateVersion7();
        var (repair, lift) = (await OpenAsync(estate), await OpenAsync(estate));
        var elsewhere = await OpenAsync(Guid.CreateVersion7());
        var body = (Guid id) => new { projectId = id, kind = "SHARED_REPAIR" };

        var before = (await host.Clerk.GetAsync(lift.Path)).ETag!;
        (await host.Clerk.PostAsync($"{repair.Path}/links", body(lift.Id))).Expect(HttpStatusCode.Created);
        (await host.Clerk.GetAsync(lift.Path, ("If-None-Match", before))).Expect(HttpStatusCode.OK);

        (await host.Clerk.PostAsync($"{lift.Path}/links", body(repair.Id)))
            .ExpectProblem(HttpStatusCode.Conflict, "works.linked_already", "LIFT-05");
        (await host.Clerk.PostAsync($"{lift.Path}/links", body(lift.Id)))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "works.linked_to_itself", "LIFT-05");
        (await host.Clerk.PostAsync($"{lift.Path}/links", body(elsewhere.Id)))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "works.other_estate", "LIFT-05");
        (await host.Stranger.PostAsync($"{lift.Path}/links", body(repair.Id))).Expect(HttpStatusCode.NotFound);
        (await host.Clerk.PostAsync($"{lift.Path}/links", new { projectId = repair.Id, kind = "NEIGHBOUR" }))
            .Expect(HttpStatusCode.BadRequest);
        foreach (var (one, other) in new[] { (repair, lift), (lift, repair) })
            Assert.Equal(other.Id, (await host.Clerk.GetAsync(one.Path)).Json.GetProperty("links")[0]
                .GetProperty("projectId").GetGuid());
    }

    private async Task<Project> OpenAsync(Guid estate) => new(
        host, (await host.OpenProjectAsync(await host.RegisterAsync(), estate)).Expect(HttpStatusCode.Created).Id);
}
