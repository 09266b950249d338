using System.Net;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.Testing;

namespace CivicPlatform.Consultation.Tests.Rolls;

/// <summary>Who read whose papers: the audit row names the office and the record, whoever reads them.</summary>
public sealed class ReadAuditTests(ConsultationService service)
{
    [Fact, Trait("rule", "PRIV-16")]
    public async Task looks_at_a_roll_and_its_vote_are_found_under_their_own_office()
    {
        var office = service.NewOffice();
        var estate = await office.RegisterAsync(Estates.Of(3));
        var roll = await office.FreezeAsync(estate);
        var motion = await office.OpenAsync(roll);
        (await office.CastAsync(motion, "101", "FOR")).Expect(HttpStatusCode.Created);

        var several = service.Host.WithToken(Tokens.Issue($"reads-{roll}",
            [Roles.StreetClerk, Roles.TallyClerk], [service.NewOffice().Street, office.Street]));
        string[] paths =
        [
            $"rolls/{roll}/units?building=1", $"rolls/{roll}/corrections", $"motions/{motion}/receipts",
            $"owner-disclosures/{estate}",
        ];
        foreach (var path in paths) (await several.GetAsync($"/api/v1/{path}")).Expect(HttpStatusCode.OK);
        Assert.Equal(
        [
            $"roll.units-read|{office.Street}|{roll}|building=1", $"roll.units-read|{office.Street}|{roll}",
            $"receipt.read|{office.Street}|{motion}", $"owner-disclosure.read|{office.Street}|{estate}",
        ], await service.Host.AuditOfAsync($"reads-{roll}"));
    }
}
