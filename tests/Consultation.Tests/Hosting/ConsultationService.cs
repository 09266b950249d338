using System.Collections.Concurrent;
using CivicPlatform.Consultation.Data;
using CivicPlatform.Contracts;
using CivicPlatform.Testing;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(CivicPlatform.Consultation.Tests.Hosting.ConsultationService))]

namespace CivicPlatform.Consultation.Tests.Hosting;

/// <summary>The real service on a real database and broker. Every test makes its own street office.</summary>
public sealed class ConsultationService : IAsyncLifetime
{
    private int _streets;
    private ServiceHost<ConsultationDbContext>? _host;

    public ServiceHost<ConsultationDbContext> Host => _host ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync() =>
        _host = await ServiceHost<ConsultationDbContext>.StartAsync("consultation");

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    /// <summary>Hears an event from now on.</summary>
    public async Task<Listener<TEvent>> ListenAsync<TEvent>()
        where TEvent : class, IIntegrationEvent
    {
        var received = new ConcurrentQueue<TEvent>();
        var handle = Host.Services.GetRequiredService<IReceiveEndpointConnector>().ConnectReceiveEndpoint(
            $"listener-{Guid.NewGuid():N}", (_, queue) => queue.Handler<TEvent>(context =>
            {
                received.Enqueue(context.Message);
                return Task.CompletedTask;
            }));
        await handle.Ready;
        return new Listener<TEvent>(handle, received);
    }

    /// <summary>Waits until the publicity scheduler has looked twice: it renews its lease at every look.</summary>
    public async Task TwoRoundsOfTheLoopAsync()
    {
        for (var round = 0; round < 2; round++)
        {
            var before = await LeaseAsync();
            await Eventually.Async(async () => Assert.NotEqual(before, await LeaseAsync()));
        }
    }

    private Task<DateTime> LeaseAsync() => Host.QueryAsync<DateTime>(
        "select expires_at from platform.leases where name = 'consultation-publicity'");

    /// <summary>A street office in Beijing (profile BJ) or elsewhere (CN-DEFAULT), with its staff.</summary>
    public Office NewOffice(string district = "110114") =>
        new(this, $"{district}{100 + Interlocked.Increment(ref _streets)}");
}
