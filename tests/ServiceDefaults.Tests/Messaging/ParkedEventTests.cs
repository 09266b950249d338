using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Messaging;
using CivicPlatform.ServiceDefaults.Telemetry;
using CivicPlatform.ServiceDefaults.Tests.Sample;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CivicPlatform.ServiceDefaults.Tests.Messaging;

/// <summary>An event that cannot be published is told, listed apart from what waits, and sent once it can be.</summary>
public sealed class ParkedEventTests
{
    private const string List = "/api/v1/operations/registry/parked-messages";

    [Fact]
    public async Task an_event_that_nobody_can_read_is_told_and_goes_out_once_it_can_be_read()
    {
        await using var service = await SampleService.StartAsync();
        using var log = new ToldLog();
        service.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        using var meters = new Meters();
        var id = await ParkAsync(service);

        Assert.Contains(log.Of(LogLevel.Error), text =>
            text.Contains($"{id}", StringComparison.Ordinal) && text.Contains("No.Contract", StringComparison.Ordinal));
        await Eventually.Async(() =>
        {
            meters.Read();
            Assert.Equal(1, meters.Most("civic.outbox.parked"));
            return Task.CompletedTask;
        });
        Assert.Equal(1, meters.Most("civic.inbox.parked"));
        Assert.True(meters.Most("civic.outbox.age") < 1800, "It does not wait: it is parked.");
        var operations = service.As(Roles.Operations, "110114009");
        Assert.Equal("outbox", (await operations.GetAsync(List)).Expect(HttpStatusCode.OK)
            .Json[0].GetProperty("queue").GetString());

        await service.QueryAsync<int>( // A version that knows the contract.
            $"update platform.outbox set type = '{typeof(Contracts.Cases.CaseRegistered).FullName}'; select 1");
        (await operations.PostAsync($"{List}/{id}/replay", new { })).Expect(HttpStatusCode.Accepted);
        await Eventually.Async(async () => Assert.Equal(1L,
            await service.QueryAsync<long>($"select count(*) from effects where event_id = '{id}'")));
        Assert.Equal("110114009|outbox", await service.QueryAsync<string>(
            $"select concat_ws('|', street_code, detail) from platform.audit where subject_id = '{id}'"));
        (await operations.PostAsync($"{List}/{id}/replay", new { }))
            .ExpectProblem(HttpStatusCode.NotFound, "messaging.not_parked");
    }

    private static async Task<Guid> ParkAsync(SampleService service)
    {
        var message = OutboxMessage.Of(new Contracts.Cases.CaseRegistered
        {
            AggregateId = Guid.CreateVersion7(), AggregateVersion = 1, OccurredAt = DateTimeOffset.UtcNow,
            StreetCode = "110114009", Number = "n", DivisionCode = "110114009", Channel = "WINDOW", MatterCode = "X",
        });
        await service.QueryAsync<int>(
            "insert into platform.outbox (id, type, payload, street_code, created_at) values " +
            $"('{message.Id}', 'No.Contract', '{message.Payload}', '110114009', now() - interval '1 hour'); select 1");
        await Eventually.Async(async () => Assert.Equal(1L, await service.QueryAsync<long>(
            "select count(*) from platform.outbox where parked_reason like '%No.Contract%'")));
        return message.Id;
    }

    /// <summary>The largest value of each instrument of the platform's messaging since this was made.</summary>
    private sealed class Meters : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentDictionary<string, double> _most = new();

        public Meters()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == MessagingMetrics.MeterName) listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Note(i.Name, value));
            _listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Note(i.Name, value));
            _listener.Start();
        }

        public void Read() => _listener.RecordObservableInstruments();

        public double Most(string instrument) => _most.GetValueOrDefault(instrument);

        public void Dispose() => _listener.Dispose();

        private void Note(string name, double value) =>
            _most.AddOrUpdate(name, value, (_, old) => Math.Max(old, value));
    }
}
