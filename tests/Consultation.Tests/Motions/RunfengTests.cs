using System.Globalization;
using System.Net;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.Contracts.Registry;
using CivicPlatform.Testing;

namespace CivicPlatform.Consultation.Tests.Motions;

/// <summary>The estate of story 002 with its real-sized roll and its 840 papers.</summary>
public sealed class RunfengTests(ConsultationService service)
{
    [Fact, Trait("rule", "VOTE-01"), Trait("rule", "VOTE-11"), Trait("rule", "VOTE-13")]
    public async Task decides_the_overhaul_with_the_figures_of_the_story()
    {
        var units = File.ReadLines(Repository.SharedData("runfeng", "units.csv")).Skip(1).Select(Read).ToArray();
        var ballots = await File.ReadAllBytesAsync(
            Repository.SharedData("runfeng", "ballots.csv"), TestContext.Current.CancellationToken);
        var office = service.NewOffice();
        var roll = await office.FreezeAsync(await office.RegisterAsync(units));
        var motion = await office.OpenAsync(roll, "M6");

        var imported = await office.TallyClerk.PostCsvAsync($"/api/v1/motions/{motion}/ballot-imports", ballots);
        imported.Expect(HttpStatusCode.Created);
        Assert.Equal(("840", "840", "1"), (imported["rows"], imported["ballots"], imported["repeated"]));

        var closed = (await office.CloseAsync(motion)).Expect(HttpStatusCode.OK);
        Assert.Equal(("PASSED", "True"), (closed["tally.outcome"], closed["tally.quorumMet"]));
        AssertFigure(closed, "total", "95965.94", 1052);
        AssertFigure(closed, "participating", "75356.05", 834);
        AssertFigure(closed, "for", "66909.19", 740);
        AssertFigure(closed, "against", "6312.61", 70);
        AssertFigure(closed, "abstain", "2134.25", 24);
        AssertFigure(closed, "invalid", "58.37", 1);
        AssertFigure(closed, "conflict", "177.75", 2);
        Assert.Equal(
            ("78.5", "79.3"), (closed["fractions.participationByArea"], closed["fractions.participationByHeads"]));
        Assert.Equal(("88.8", "88.7"), (closed["fractions.approvalByArea"], closed["fractions.approvalByHeads"]));
    }

    private static void AssertFigure(Answer answer, string group, string area, int heads) => Assert.Equal(
        (area, $"{heads}"), (answer[$"tally.{group}.area"], answer[$"tally.{group}.heads"]));

    // division_code,estate,building,entrance,room,floor,area_m2,area_source,kind,sale_status,owners
    private static RegisteredUnit Read(string line)
    {
        var cells = line.Split(',');
        string[] owners = [.. cells[10].Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(owner => owner.Split('|')[0]).Order(StringComparer.Ordinal)];
        return new RegisteredUnit(
            Guid.CreateVersion7(), cells[2], cells[3], cells[4], int.Parse(cells[5], CultureInfo.InvariantCulture),
            decimal.Parse(cells[6], CultureInfo.InvariantCulture), cells[8], cells[9], owners);
    }
}
