using System.Collections.Concurrent;
using CivicPlatform.Contracts;
using CivicPlatform.Testing;
using MassTransit;

namespace CivicPlatform.Consultation.Tests.Hosting;

/// <summary>Hears an event on the broker as another service would, on a queue of its own.</summary>
public sealed class Listener<TEvent>(HostReceiveEndpointHandle handle, ConcurrentQueue<TEvent> received) : IDisposable
    where TEvent : class, IIntegrationEvent
{
    public IReadOnlyCollection<TEvent> Received => received;

    /// <summary>Waits for the event and fails when another one of its kind came too.</summary>
    public async Task<TEvent> SingleAsync(Func<TEvent, bool> match)
    {
        await Eventually.Async(() =>
        {
            Assert.Contains(received, e => match(e));
            return Task.CompletedTask;
        });
        return Assert.Single(received, e => match(e));
    }

    public void Dispose() => _ = handle.StopAsync();
}
