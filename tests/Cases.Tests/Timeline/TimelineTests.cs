using System.Net;
using CivicPlatform.Contracts;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.Testing;

namespace CivicPlatform.Cases.Tests.Timeline;

public sealed class TimelineTests(CasesHost host)
{
    [Fact]
    public async Task the_chain_is_one_line_in_the_order_in_which_things_became_true()
    {
        var chain = new Chain(await host.RegisterAsync(), Guid.CreateVersion7());
        IIntegrationEvent[] told =
            [chain.Reached("4"), chain.Opened(), chain.Tallied(), chain.Decided(), chain.Opened()];
        foreach (var message in told) await host.First.PublishAsync(message);
        await host.First.PublishAsync(told[0]); // The same message again: no second entry.

        await Eventually.Async(async () => Assert.Equal(6, (await EntriesAsync(chain.CaseId)).Count));
        Assert.Equal(
            ["CaseRegistered", "MotionTallied", "DecisionEffective", "CampaignOpened", "CampaignOpened",
                "CampaignThresholdReached"],
            await EntriesAsync(chain.CaseId));
    }

    [Fact]
    public async Task the_stages_link_to_the_resources_of_the_other_services()
    {
        var chain = new Chain(await host.RegisterAsync(), Guid.CreateVersion7());
        foreach (var message in (IIntegrationEvent[])[chain.Tallied(), chain.Decided(), chain.Opened()])
            await host.Second.PublishAsync(message);
        var project = (await host.OpenProjectAsync(chain.CaseId, chain.EstateId)).Id;

        await Eventually.Async(async () => Assert.Equal(
            [
                $"CASE /api/v1/cases/{chain.CaseId}", $"MOTION /api/v1/motions/{chain.Motion}",
                $"DECISION /api/v1/decisions/{chain.Decision}", $"CAMPAIGN /api/v1/campaigns/{chain.Campaign}",
                $"WORKS /api/v1/works-projects/{project}",
            ],
            (await ReadAsync(chain.CaseId)).Json.GetProperty("stages").EnumerateArray()
                .Select(s => $"{s.GetProperty("stage")} {s.GetProperty("link")}")));
    }

    [Fact]
    public async Task a_long_line_is_read_page_by_page()
    {
        var chain = new Chain(await host.RegisterAsync(), Guid.CreateVersion7());
        for (var i = 1; i <= 6; i++) await host.First.PublishAsync(chain.Reached($"{i}"));
        await Eventually.Async(async () => Assert.Equal(7, (await EntriesAsync(chain.CaseId)).Count));

        var first = await ReadAsync(chain.CaseId, "?limit=4");
        var second = await ReadAsync(chain.CaseId, $"?limit=4&after={first["next"]}");

        Assert.Equal((4, 3), (Count(first), Count(second)));
        Assert.False(second.Json.TryGetProperty("next", out _));
        (await host.Clerk.GetAsync($"/api/v1/timelines/{chain.CaseId}?limit=500")).Expect(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task a_community_worker_reads_the_line_of_his_community()
    {
        var chain = new Chain(await host.RegisterAsync(), Guid.CreateVersion7());
        await host.First.PublishAsync(chain.Tallied());
        var worker = host.First.As(Roles.CommunityWorker, CasesHost.Community);

        await Eventually.Async(async () =>
            Assert.Equal(2, Count(await worker.GetAsync($"/api/v1/timelines/{chain.CaseId}"))));
    }

    private async Task<Answer> ReadAsync(Guid caseId, string query = "") =>
        (await host.Clerk.GetAsync($"/api/v1/timelines/{caseId}{query}")).Expect(HttpStatusCode.OK);

    private static int Count(Answer answer) => answer.Json.GetProperty("entries").GetArrayLength();

    private async Task<List<string>> EntriesAsync(Guid caseId) =>
    [
        .. (await ReadAsync(caseId)).Json.GetProperty("entries").EnumerateArray()
            .Select(e => e.GetProperty("event").GetString()!),
    ];
}
