using System.Net;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.Testing;

namespace CivicPlatform.Consultation.Tests.Register;

/// <summary>The read model stands events in any order and more than once.</summary>
public sealed class RegisterTests(ConsultationService service)
{
    [Fact, Trait("rule", "EVT-02")]
    public async Task comes_out_right_whatever_the_order_and_however_often()
    {
        var office = service.NewOffice();
        var (estate, units) = (Guid.CreateVersion7(), Estates.Of(6));
        // The second transfer of room 101 first, then the first; both before the unit itself; totals before units.
        await office.TransferAsync(estate, units[0].UnitId, version: 3, "SOLD", "P2");
        await office.TransferAsync(estate, units[0].UnitId, version: 2, "UNSOLD");
        await office.PublishEstateAsync(estate, 6, 600m, version: 2);
        await office.PublishEstateAsync(estate, 3, 300m, version: 1);
        await office.PublishUnitsAsync(estate, units[3..]);
        await office.PublishUnitsAsync(estate, units[..3]);
        await office.PublishUnitsAsync(estate, units[..3]);
        await office.WaitUntilWholeAsync(estate, 6);
        await Eventually.Async(async () => Assert.Equal(3L, await service.Host.QueryAsync<long>(
            $"select holding_version from register_units where id = '{units[0].UnitId}'")));

        var roll = await office.FreezeAsync(estate);
        var answer = await office.Clerk.GetAsync($"/api/v1/rolls/{roll}");

        // Room 101 belongs to the owner of room 102: six units, five heads.
        Assert.Equal(("6", "5", "600.00"), (answer["units"], answer["heads"], answer["area"]));
    }

    [Fact]
    public async Task holds_a_roll_back_until_units_and_area_are_whole()
    {
        var office = service.NewOffice();
        var (estate, units) = (Guid.CreateVersion7(), Estates.Of(4));
        await office.PublishEstateAsync(estate, 4, 400m);
        await office.PublishUnitsAsync(estate, units[..3]);
        await office.WaitUntilWholeAsync(estate, 3);
        var body = new { estateId = estate, scope = new { kind = "AREA" } };

        var early = await office.Clerk.PostAsync("/api/v1/rolls", body, key: $"early-{estate}");
        early.ExpectProblem(HttpStatusCode.Conflict, "rolls.register_incomplete");

        await office.PublishUnitsAsync(estate, units[3..]);
        await office.WaitUntilWholeAsync(estate, 4);
        // The same request with the same key: a refusal that passes is not kept for it.
        (await office.Clerk.PostAsync("/api/v1/rolls", body, key: $"early-{estate}")).Expect(HttpStatusCode.Created);
    }
}
