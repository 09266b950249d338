using System.Net;
using CivicPlatform.Contracts.Cases;
using CivicPlatform.ServiceDefaults.Auth;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPlatform.ServiceDefaults.Tests.Http;

/// <summary>What a refusal tells: once with the answer that is kept, and never otherwise (decision 0105).</summary>
public sealed class RefusalTrailTests(SampleFixture fixture)
{
    private readonly string _actor = $"u-{Guid.NewGuid():N}";

    private ApiClient Clerk => fixture.Service.As(Roles.StreetClerk, "110114009", _actor);

    [Fact]
    public async Task a_refusal_undoes_its_effect_and_is_told_and_audited_once_however_often_its_key_comes()
    {
        var told = Guid.CreateVersion7();
        for (var round = 0; round < 3; round++)
        {
            (await Clerk.PostAsync("/api/v1/notes", Body("refused", told), key: $"{told}"))
                .ExpectProblem(HttpStatusCode.UnprocessableEntity, "notes.refused");
        }

        await Eventually.Async(async () => Assert.Equal(1L, await EffectsAsync(told)));
        Assert.Equal("notes.refuse|REFUSED|notes.refused|110114009|civic-cli|case.register",
            await fixture.Service.QueryAsync<string>(
                "select string_agg(concat_ws('|', action, result, detail, street_code, client, purpose), '; ') " +
                $"from platform.audit where actor = '{_actor}'"));
        Assert.Equal(0L, await fixture.Service.QueryAsync<long>(
            $"select count(*) from notes where text like '%{told}'"));
        Assert.Equal(0L, await fixture.Service.QueryAsync<long>(
            $"select count(*) from platform.outbox where id = '{told}'"));
    }

    [Theory]
    [InlineData("early", HttpStatusCode.Conflict)]
    [InlineData("missing", HttpStatusCode.NotFound)]
    [InlineData("failing", HttpStatusCode.InternalServerError)]
    [InlineData("accepted", HttpStatusCode.Created)]
    public async Task whatever_is_no_refusal_for_good_tells_nothing(string how, HttpStatusCode status)
    {
        var told = Guid.CreateVersion7();
        (await Clerk.PostAsync("/api/v1/notes", Body(how, told))).Expect(status);

        await AssertNothingToldAsync(told);
    }

    [Fact]
    public async Task only_a_post_may_be_refused_like_that()
    {
        var told = Guid.CreateVersion7();
        (await Clerk.PutAsync("/api/v1/notes", Body("refused", told)))
            .ExpectProblem(HttpStatusCode.InternalServerError, "service.failed");

        await AssertNothingToldAsync(told);
    }

    [Fact]
    public async Task without_its_audit_row_a_refusal_is_not_told()
    {
        await using var broken = await Sample.SampleService.StartAsync();
        await broken.ExecuteAsync("revoke insert on platform.audit from registry_app");
        var told = Guid.CreateVersion7();

        (await broken.As(Roles.StreetClerk, "110114009").PostAsync("/api/v1/notes", Body("refused", told)))
            .Expect(HttpStatusCode.InternalServerError);

        Assert.Equal(0L, await broken.QueryAsync<long>("select count(*) from platform.outbox"));
        Assert.Equal(0L, await broken.QueryAsync<long>("select count(*) from platform.idempotency"));
    }

    // A message sent after it has had its effect; this one had none and is not on its way.
    private async Task AssertNothingToldAsync(Guid told)
    {
        var last = new CaseRegistered
        {
            AggregateId = Guid.CreateVersion7(), AggregateVersion = 1, OccurredAt = DateTimeOffset.UtcNow,
            StreetCode = "110114009", Number = "n", DivisionCode = "110114009", Channel = "WINDOW", MatterCode = "X",
        };
        await fixture.Service.Services.GetRequiredService<IBus>()
            .Publish(last, TestContext.Current.CancellationToken);
        await Eventually.Async(async () => Assert.Equal(1L, await EffectsAsync(last.EventId)));
        Assert.Equal(0L, await EffectsAsync(told));
        Assert.Equal(0L, await fixture.Service.QueryAsync<long>(
            $"select count(*) from platform.outbox where id = '{told}'"));
        Assert.Equal(0L, await fixture.Service.QueryAsync<long>(
            $"select count(*) from platform.audit where actor = '{_actor}' and result = 'REFUSED'"));
    }

    private static object Body(string how, Guid told) =>
        new { text = $"tell {how} {told}", divisionCode = "110114009901", amount = "1.00" };

    private Task<long> EffectsAsync(Guid told) =>
        fixture.Service.QueryAsync<long>($"select count(*) from effects where event_id = '{told}'");
}
