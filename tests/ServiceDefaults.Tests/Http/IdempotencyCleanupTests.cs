using CivicPlatform.ServiceDefaults.Http;
using CivicPlatform.ServiceDefaults.Tests.Sample;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CivicPlatform.ServiceDefaults.Tests.Http;

/// <summary>Old keys go as fast as a busy city makes them, and young ones stay.</summary>
public sealed class IdempotencyCleanupTests
{
    [Fact]
    public async Task one_round_deletes_all_that_is_old()
    {
        await using var service = await SampleService.StartAsync();
        await service.QueryAsync<int>(
            "insert into platform.idempotency (caller, route, key, body_hash, created_at) " +
            "select 'c', '/r', n::text, '', now() - case n when 1 then interval '6 days' else interval '8 days' end " +
            $"from generate_series(1, {(2 * IdempotencyCleanup.BatchSize) + 2}) n; select 1");
        service.Services.GetServices<IHostedService>().OfType<IdempotencyCleanup>().Single().Poke();
        await Eventually.Async(async () =>
            Assert.Equal(1L, await service.QueryAsync<long>("select count(*) from platform.idempotency")));
    }
}
