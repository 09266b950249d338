using System.Text.Json;
using CivicPlatform.Contracts.Registry;
using CivicPlatform.Testing;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPlatform.Registry.Tests.UnitImports;

public sealed class UnitEventTests(RegistryHost registry) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task an_import_tells_the_units_in_batches_of_500_and_then_the_estates_totals()
    {
        var bus = registry.Service.Services.GetRequiredService<IBusControl>();
        var units = new List<UnitsRegistered>();
        var estates = new List<EstateRegistered>();
        var handle = bus.ConnectReceiveEndpoint($"probe-{Guid.NewGuid():N}", endpoint =>
        {
            endpoint.Handler<UnitsRegistered>(context =>
                { lock (units) units.Add(context.Message); return Task.CompletedTask; });
            endpoint.Handler<EstateRegistered>(context =>
                { lock (estates) estates.Add(context.Message); return Task.CompletedTask; });
        });
        await handle.Ready;
        var community = await registry.NewCommunityAsync();

        await registry.ImportAsync(string.Join('\n', UnitImportTests.LargeEstate(community, 1_080)));

        await Eventually.Async(() =>
        {
            lock (estates) Assert.Single(estates);
            lock (units) Assert.Equal(3, units.Count);
            return Task.CompletedTask;
        });
        Assert.Equal([80, 500, 500], units.Select(u => u.Units.Count).Order());
        Assert.Equal(1_080, units.SelectMany(u => u.Units).Select(u => u.UnitId).Distinct().Count());
        Assert.All(units, u => Assert.Equal((community, RegistryHost.Street, 1), (u.DivisionCode, u.StreetCode,
            u.AggregateVersion)));
        var estate = estates.Single();
        Assert.Equal((1_080, 97_200.00m, "大小区", 1), (estate.Units, estate.Area, estate.Name, estate.AggregateVersion));
        Assert.Equal(units[0].AggregateId, estate.AggregateId);
    }

    [Fact]
    public async Task no_event_holds_a_name_or_a_phone()
    {
        await using var host = await WithKeptEventsAsync();
        var payloads = await host.Service.QueryAsync<string>("select string_agg(payload, '\n') from kept");

        Assert.Contains("S003", payloads, StringComparison.Ordinal);
        Assert.DoesNotContain("样例业主", payloads, StringComparison.Ordinal);
        Assert.DoesNotContain("1390000", payloads, StringComparison.Ordinal);
        Assert.All(payloads.Split('\n'), payload => JsonDocument.Parse(payload).Dispose());
    }

    [Fact]
    public async Task names_and_phones_stand_encrypted_in_the_database()
    {
        var community = await registry.NewCommunityAsync();
        await registry.ImportAsync(RegistryHost.Sample(community));

        var clear = "position(convert_to('样例业主', 'UTF8') in name) > 0 " +
            "or position(convert_to('13900000003', 'UTF8') in coalesce(phone, '')) > 0";
        Assert.Equal(0, await registry.CountAsync($"owners where {clear}"));
        Assert.Equal(22, await registry.CountAsync($"owners where division_code = '{community}'"));
        Assert.Equal(3, await registry.CountAsync($"owners where division_code = '{community}' and phone is null"));
    }

    // Rows leave the outbox at once; a trigger keeps copies for this look.
    private static async Task<RegistryHost> WithKeptEventsAsync()
    {
        var host = new RegistryHost();
        await host.InitializeAsync();
        await host.Service.QueryAsync<string>(
            """
            create table kept (like platform.outbox);
            grant insert on kept to public;
            create function keep() returns trigger language plpgsql as
                'begin insert into public.kept values (new.*); return new; end';
            create trigger keep after insert on platform.outbox for each row execute function keep();
            select 'ready'
            """);
        await host.ImportAsync(RegistryHost.Sample(RegistryHost.Community));
        return host;
    }
}
