using System.Net;
using CivicPlatform.Consultation.Archives;
using CivicPlatform.Consultation.Tests.Archives;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.Contracts.Consultation;
using CivicPlatform.ServiceDefaults.Auth;

namespace CivicPlatform.Consultation.Tests.Motions;

/// <summary>What may be spent of the fund is voted on with the items: posted, signed, told with the decision.</summary>
public sealed class AmountTests(ConsultationService service)
{
    private static readonly AgendaItem[] s_items = [new("屋面防水", "翻修 1 幢 1 单元屋面防水层。")];

    [Fact, Trait("rule", "VOTE-27")]
    public async Task an_amount_that_did_not_hang_is_not_voted_on()
    {
        var office = service.NewOffice();
        var roll = await office.FreezeAsync(await office.RegisterAsync(Estates.Of(3)));

        (await office.Clerk.PostAsync("/api/v1/motions", Motion(roll, "28600.00", announced: "28600.01")))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "motions.agenda_differs");
        (await office.Clerk.PostAsync("/api/v1/motions", Motion(roll, "28600.00", announced: null)))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "motions.agenda_differs");
        (await office.Clerk.PostAsync("/api/v1/motions", Motion(roll, "28600.00", "28600.00", matter: "M6")))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "motions.amount_of_other_matter");
        (await office.Clerk.PostAsync("/api/v1/motions", Motion(roll, "0.00", "0.00")))
            .Expect(HttpStatusCode.BadRequest);
        var opened = (await office.Clerk.PostAsync("/api/v1/motions", Motion(roll, "28600.00", "28600.00")))
            .Expect(HttpStatusCode.Created);
        Assert.Equal("28600.00", opened["amount"]);
    }

    [Fact]
    public async Task the_preview_hashes_the_amount_as_the_motion_does()
    {
        var preview = (await service.Host.Anonymous().PostAsync("/api/v1/agendas:preview",
            new { title = "屋面防水", items = s_items, amount = "28600.00" })).Expect(HttpStatusCode.OK);
        Assert.Equal(VoteProof.AgendaHash("屋面防水", s_items, "28600.00"), preview["agendaHash"]);
        Assert.NotEqual(VoteProof.AgendaHash("屋面防水", s_items), preview["agendaHash"]);
    }

    [Fact, Trait("rule", "EVT-01")]
    public async Task the_decision_tells_the_amount_and_the_archive_signs_it()
    {
        var office = service.NewOffice();
        var estate = await office.RegisterAsync(Estates.Of(4));
        var roll = (await office.Clerk.PostAsync("/api/v1/rolls", new
        {
            estateId = estate, scope = new { kind = "ENTRANCE", building = "1", entrance = "1" },
        })).Expect(HttpStatusCode.Created).Id;
        var motion = (await office.Clerk.PostAsync("/api/v1/motions",
            Motion(await office.SealAsync(roll), "28600.00", "28600.00"))).Expect(HttpStatusCode.Created).Id;
        for (var i = 1; i <= 4; i++) (await office.CastAsync(motion, $"10{i}", "FOR")).Expect(HttpStatusCode.Created);
        (await office.CloseAsync(motion)).Expect(HttpStatusCode.OK);
        using var effective = await service.ListenAsync<DecisionEffective>();
        var posted = (await office.PostResultAsync(motion, "单元门口")).Expect(HttpStatusCode.Created);

        await office.MoveClockToAsync(posted.Json.GetProperty("endsAt").GetDateTimeOffset().AddSeconds(1));

        var told = await effective.SingleAsync(e => e.AggregateId == motion);
        Assert.Equal(("ENTRANCE", "1", "1", 28600.00m), (told.Scope, told.Building, told.Entrance, told.Amount));
        var archive = (await office.As(Roles.Auditor).GetAsync($"/api/v1/motions/{motion}/archive"))
            .Expect(HttpStatusCode.OK).Text;
        using var verifier = new Verifier();
        Assert.Equal(0, (await verifier.RunAsync(archive)).Code);
        foreach (var forged in (string[])[
            archive.Replace("\"28600.00\"", "\"28600.01\"", StringComparison.Ordinal),
            archive.Replace("\"amount\":\"28600.00\",", "", StringComparison.Ordinal)])
        {
            Assert.NotEqual(archive, forged);
            var (code, output) = await verifier.RunAsync(forged);
            Assert.Contains("header was changed", output, StringComparison.Ordinal);
            Assert.Equal(1, code);
        }
    }

    private static Dictionary<string, object?> Motion(
        Guid roll, string amount, string? announced, string matter = "M5") => new()
        {
            ["rollId"] = roll, ["matter"] = matter, ["title"] = "屋面防水", ["items"] = s_items, ["amount"] = amount,
            ["votingOpensAt"] = "2023-05-01T00:00:00+08:00",
            ["notice"] = new Dictionary<string, object?>(Office.Notice("屋面防水"))
            {
                ["agendaHash"] = VoteProof.AgendaHash("屋面防水", s_items, announced),
            },
        };
}
