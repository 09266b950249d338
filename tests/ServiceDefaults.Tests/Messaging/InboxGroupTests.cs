using CivicPlatform.Contracts.Cases;
using CivicPlatform.ServiceDefaults.Tests.Sample;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPlatform.ServiceDefaults.Tests.Messaging;

public sealed class InboxGroupTests(SampleFixture fixture)
{
    private const int Messages = 300;

    [Fact]
    public async Task messages_that_come_together_share_transactions_and_take_effect_once()
    {
        var sent = Enumerable.Range(0, Messages).Select(_ => NewEvent(Guid.CreateVersion7())).ToArray();
        await PublishAsync([.. sent, .. sent]); // Each of them twice, as a broker may.

        await Eventually.Async(async () => Assert.Equal(Messages, await CountAsync(sent)));
        var ids = Ids(sent);
        Assert.True(await fixture.Service.QueryAsync<int>(
            $"select max(group_size) from effects_together where event_id = any({ids})") > 1);
        Assert.Equal(Messages, await fixture.Service.QueryAsync<long>(
            $"select count(*) from platform.inbox where queue = 'registry-count-together' " +
            $"and message_id = any({ids})"));
    }

    [Fact]
    public async Task a_message_that_fails_costs_its_neighbours_nothing()
    {
        var neighbours = Enumerable.Range(0, 50).Select(_ => NewEvent(Guid.CreateVersion7())).ToArray();
        await PublishAsync([.. neighbours[..25], NewEvent(CountEffectHandler.Poison), .. neighbours[25..]]);

        await Eventually.Async(async () => Assert.Equal(neighbours.Length, await CountAsync(neighbours)));
        await Eventually.Async(async () => Assert.Equal(1L, await fixture.Service.QueryAsync<long>(
            "select count(*) from platform.parked_messages where queue = 'registry-count-together' and " +
            $"message_id = '{CountEffectHandler.Poison}'")));
        Assert.Equal(0L, await fixture.Service.QueryAsync<long>(
            $"select count(*) from effects_together where event_id = '{CountEffectHandler.Poison}'"));
    }

    private async Task PublishAsync(IReadOnlyList<CaseRegistered> messages)
    {
        var bus = fixture.Service.Services.GetRequiredService<IBus>();
        await Task.WhenAll(messages.Select(m => bus.Publish(
            m, context => context.MessageId = m.EventId, TestContext.Current.CancellationToken)));
    }

    private Task<long> CountAsync(IReadOnlyList<CaseRegistered> messages) => fixture.Service.QueryAsync<long>(
        $"select count(*) from effects_together where event_id = any({Ids(messages)})");

    private static string Ids(IEnumerable<CaseRegistered> messages) =>
        $"'{{{string.Join(',', messages.Select(m => m.EventId))}}}'::uuid[]";

    private static CaseRegistered NewEvent(Guid id) => new()
    {
        EventId = id, AggregateId = Guid.CreateVersion7(), AggregateVersion = 1,
        OccurredAt = DateTimeOffset.UtcNow, StreetCode = "110114009", Number = "n", DivisionCode = "110114009",
        Channel = "WINDOW", MatterCode = "X",
    };
}
