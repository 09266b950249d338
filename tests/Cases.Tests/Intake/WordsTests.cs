using System.Net;
using System.Text;
using CivicPlatform.Cases.Data;
using CivicPlatform.Cases.Intake;
using CivicPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CivicPlatform.Cases.Tests.Intake;

/// <summary>What a resident said and where: ciphered at rest, masked in answers, in clear for a purpose only.</summary>
public sealed class WordsTests(CasesHost host)
{
    [Fact, Trait("rule", "PRIV-16")]
    public async Task what_was_said_is_ciphered_masked_and_shown_for_a_purpose_only()
    {
        const string said = "我是王小明，请打13800001234，3号楼电梯停运", where = "北七家镇3号楼2-201王小明家";
        var body = CasesHost.CaseBody();
        (body["description"], body["address"]) = (said, where);
        var id = (await host.Clerk.PostAsync("/api/v1/cases", body)).Expect(HttpStatusCode.Created).Id;

        Assert.Equal(0L, await host.First.QueryAsync<long>($"select count(*) from cases c where id = '{id}' and " +
            $"(c::text like '%电梯停运%' or c::text like '%{Convert.ToHexStringLower(Encoding.UTF8.GetBytes("电梯"))}%')"));
        var read = (await host.Clerk.GetAsync($"/api/v1/cases/{id}")).Expect(HttpStatusCode.OK);
        Assert.Equal(("我是王**，请打****，3号楼电梯停运", "北七家镇3号楼2-201王**家"),
            (read["description"], read["address"]));
        var shown = (await host.Clerk.PostAsync($"/api/v1/cases/{id}/reveal", new { purpose = "CALLBACK" }))
            .Expect(HttpStatusCode.OK);
        Assert.Equal((said, where), (shown["description"], shown["address"]));
    }

    [Fact]
    public async Task what_an_earlier_version_wrote_in_clear_is_ciphered_and_reads_the_same()
    {
        var id = Guid.CreateVersion7();
        await host.First.QueryAsync<int>(
            "insert into cases (id, street_code, division_code, number, status, channel, type, matter, " +
            "description, address, received_at, registered_at, registered_by) values " +
            $"('{id}', '110114009', '110114009901', '{id}', 'RECEIVED', 'PATROL', 'HELP', 'OLD', '老话13800001234', " +
            "'老地方', now(), now(), 'u'); select 1");
        var before = (await host.Clerk.GetAsync($"/api/v1/cases/{id}")).Expect(HttpStatusCode.OK);
        foreach (var replica in (ServiceHost<CasesDbContext>[])[host.First, host.Second])
            foreach (var loop in replica.Services.GetServices<IHostedService>().OfType<ConcealWords>()) loop.Poke();
        await Eventually.Async(async () => Assert.Equal("（已加密）", await host.First.QueryAsync<string>(
            $"select description || coalesce(address, '') from cases where id = '{id}'")));

        var after = (await host.Clerk.GetAsync($"/api/v1/cases/{id}")).Expect(HttpStatusCode.OK);
        Assert.Equal(("老话****", "老地方"), (after["description"], after["address"]));
        Assert.Equal((before["description"], before["address"]), (after["description"], after["address"]));
    }
}
