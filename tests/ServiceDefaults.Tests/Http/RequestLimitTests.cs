using System.Net;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Tests.Sample;

namespace CivicPlatform.ServiceDefaults.Tests.Http;

/// <summary>A caller or an office above its rate gets 429 with Retry-After; the others get their answers.</summary>
public sealed class RequestLimitTests
{
    [Fact]
    public async Task a_noisy_caller_waits_and_his_office_does_not()
    {
        await using var service = await SampleService.StartAsync("--Limits:CallerPerSecond=10");
        var noisy = await FloodAsync(service.As(Roles.StreetClerk, "110114009", "noisy"));
        Assert.Contains(noisy, answer => answer.Status is HttpStatusCode.NotFound);
        var refused = Assert.Single(noisy.Where(a => a.Status is HttpStatusCode.TooManyRequests).Take(1));
        refused.ExpectProblem(HttpStatusCode.TooManyRequests, "request.too_many");
        (await service.As(Roles.StreetClerk, "110114009", "calm").GetAsync($"/api/v1/notes/{Guid.NewGuid()}"))
            .Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task a_noisy_office_waits_and_its_neighbour_does_not()
    {
        await using var service = await SampleService.StartAsync("--Limits:DivisionPerSecond=10");
        var clerks = Enumerable.Range(1, 8).Select(n => service.As(Roles.StreetClerk, "110114009", $"clerk-{n}"));
        var answers = await Task.WhenAll(clerks.Select(clerk => FloodAsync(clerk, 10)));
        Assert.Contains(answers.SelectMany(a => a), a => a.Status is HttpStatusCode.TooManyRequests);
        (await service.As(Roles.StreetClerk, "110105001", "neighbour").GetAsync($"/api/v1/notes/{Guid.NewGuid()}"))
            .Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task communities_of_one_office_share_its_rate_and_who_acts_for_several_has_his_own()
    {
        await using var service = await SampleService.StartAsync("--Limits:DivisionPerSecond=10");
        var workers = Enumerable.Range(1, 12)
            .Select(n => service.As(Roles.CommunityWorker, $"1101140099{n:00}", $"worker-{n}"));
        var several = service.WithToken(Tokens.Issue("several", [Roles.StreetClerk], ["110114009", "110105001"]));
        var answers = await Task.WhenAll(workers.Select(worker => FloodAsync(worker, 5)));
        Assert.Contains(answers.SelectMany(a => a), a => a.Status is HttpStatusCode.TooManyRequests);
        (await several.GetAsync($"/api/v1/notes/{Guid.NewGuid()}")).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task a_refusal_says_when_to_come_again()
    {
        await using var service = await SampleService.StartAsync("--Limits:CallerPerSecond=1");
        var clerk = service.As(Roles.StreetClerk, "110114009");
        for (var i = 0; i < 50; i++)
        {
            using var response = await clerk.Http.GetAsync(
                new Uri($"/api/v1/notes/{Guid.NewGuid()}", UriKind.Relative), TestContext.Current.CancellationToken);
            if (response.StatusCode is not HttpStatusCode.TooManyRequests) continue;
            Assert.True(response.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
            return;
        }
        Assert.Fail("No request was refused.");
    }

    [Fact]
    public async Task a_bug_shows_no_stack()
    {
        await using var service = await SampleService.StartAsync();
        var failed = await service.As(Roles.StreetClerk, "110114009").PostAsync(
            "/api/v1/notes", new { text = "throw", divisionCode = "110114009", amount = "1.00" });
        failed.ExpectProblem(HttpStatusCode.InternalServerError, "service.failed");
        Assert.DoesNotContain("a bug", failed.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", failed.Text, StringComparison.Ordinal);
    }

    private static Task<Answer[]> FloodAsync(ApiClient client, int count = 60) => Task.WhenAll(
        Enumerable.Range(0, count).Select(_ => client.GetAsync($"/api/v1/notes/{Guid.NewGuid()}")));
}
