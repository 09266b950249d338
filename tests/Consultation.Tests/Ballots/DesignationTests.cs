using System.Net;
using CivicPlatform.Consultation.Tests.Archives;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.Testing;

namespace CivicPlatform.Consultation.Tests.Ballots;

/// <summary>V-12: husband and wife of 501 answer differently; what counts is what both have signed for.</summary>
public sealed class DesignationTests(ConsultationService service)
{
    [Fact, Trait("rule", "VOTE-13"), Trait("vector", "V-12")]
    public async Task counts_nothing_until_both_sign_and_then_one_head_with_its_area_once()
    {
        var (office, roll) = await CoOwnedAsync();
        var open = await CastBothAsync(office, roll);
        var before = (await office.CloseAsync(open.Motion)).Expect(HttpStatusCode.OK);
        Assert.Equal(("1", "0.00", "0"),
            (before["tally.conflict.heads"], before["tally.for.area"], before["tally.participating.heads"]));

        var (motion, yes, _) = await CastBothAsync(office, roll);
        (await DesignateAsync(office, motion, yes)).Expect(HttpStatusCode.Created);
        var after = (await office.CloseAsync(motion)).Expect(HttpStatusCode.OK);

        Assert.Equal(("0", "1", "100.00"),
            (after["tally.conflict.heads"], after["tally.for.heads"], after["tally.for.area"]));
        Assert.Equal("0", after["tally.against.heads"]);
        var archive = (await office.As(Roles.Auditor).GetAsync($"/api/v1/motions/{motion}/archive")).Text;
        using var verifier = new Verifier();
        var (code, output) = await verifier.RunAsync(archive);
        Assert.Equal((0, true), (code, output.Contains("for=10000/1", StringComparison.Ordinal)));
        (code, output) = await verifier.RunAsync(archive.Replace(
            $"\"designatedBallots\":[\"{yes}\"],", "", StringComparison.Ordinal));
        Assert.Equal((1, true), (code, output.Contains("header was changed", StringComparison.Ordinal)));
    }

    [Fact, Trait("rule", "VOTE-13")]
    public async Task is_for_owners_in_conflict_once_and_before_the_close()
    {
        var (office, roll) = await CoOwnedAsync();
        var (motion, yes, no) = await CastBothAsync(office, roll);
        var alone = (await office.CastAsync(motion, "102", "FOR")).Expect(HttpStatusCode.Created).Id;

        (await DesignateAsync(office, motion, alone))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "ballots.no_conflict");
        (await DesignateAsync(office, motion, Guid.CreateVersion7()))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "ballots.not_of_this_motion");
        (await service.NewOffice().TallyClerk.PostAsync($"/api/v1/motions/{motion}/designations", Body(yes)))
            .ExpectProblem(HttpStatusCode.NotFound, "motions.not_found");
        (await office.As(Roles.CommunityWorker).PostAsync($"/api/v1/motions/{motion}/designations", Body(yes)))
            .Expect(HttpStatusCode.Forbidden);
        var answers = await Task.WhenAll(DesignateAsync(office, motion, yes), DesignateAsync(office, motion, no));
        Assert.Equal(1, answers.Count(a => a.Status is HttpStatusCode.Created));
        Assert.Equal(1, answers.Count(a => a is { Code: "ballots.already_designated", Rule: "VOTE-13" }));

        (await office.CloseAsync(motion)).Expect(HttpStatusCode.OK);
        (await DesignateAsync(office, motion, no)).ExpectProblem(HttpStatusCode.Conflict, "motions.already_closed");
    }

    private async Task<(Office Office, Guid Roll)> CoOwnedAsync()
    {
        var office = service.NewOffice();
        var estate = await office.RegisterAsync(
            Estates.Unit("501", ["H", "W"]), Estates.Unit("102", ["B"]), Estates.Unit("103", ["C"]));
        return (office, await office.FreezeAsync(estate));
    }

    private static async Task<(Guid Motion, Guid For, Guid Against)> CastBothAsync(Office office, Guid roll)
    {
        var motion = await office.OpenAsync(roll);
        var yes = (await office.CastAsync(motion, "501", "FOR")).Expect(HttpStatusCode.Created).Id;
        var no = (await office.CastAsync(motion, "501", "AGAINST")).Expect(HttpStatusCode.Created).Id;
        return (motion, yes, no);
    }

    private static Task<Answer> DesignateAsync(Office office, Guid motion, Guid ballot) =>
        office.TallyClerk.PostAsync($"/api/v1/motions/{motion}/designations", Body(ballot));

    private static object Body(Guid ballot) => new { ballotId = ballot, documentHash = new string('9', 64) };
}
