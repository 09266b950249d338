using System.Net;
using System.Text.Json;
using CivicPlatform.Consultation.Archives;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.ServiceDefaults.Auth;

namespace CivicPlatform.Consultation.Tests.Archives;

/// <summary>A closed vote is checked by a program that knows no database: it finds one changed paper.</summary>
public sealed class VerifyVoteTests(ConsultationService service)
{
    [Fact, Trait("rule", "VOTE-02")]
    public async Task the_archive_counts_as_the_office_counted_and_holds_every_receipt()
    {
        var vote = await VoteAsync();
        using var verifier = new Verifier();

        var (code, output) = await verifier.RunAsync(
            vote.Archive, ("--receipt", vote.Receipts[3]), ("--trackers", string.Join('\n', vote.Trackers)));

        Assert.Contains("OK: roll, ballots, signature and count agree", output, StringComparison.Ordinal);
        Assert.Equal(0, code);
        const string counted = "Passed quorum=True total=120000/12 for=60000/6 against=20000/2";
        Assert.Contains(counted, output, StringComparison.Ordinal);
        Assert.Equal(8, vote.Trackers.Length);
        Assert.All(vote.Receipts, receipt => Assert.Contains(TrackerOf(receipt), vote.Trackers));
    }

    [Theory]
    [InlineData("changed", "was changed")]
    [InlineData("removed", "7 here, 8 signed")]
    [InlineData("repeated", "here twice")]
    [InlineData("forged", "8 here, 8 signed")]
    [InlineData("area", "roll is not the one")]
    [InlineData("unit", "roll is not the one")]
    [InlineData("result", "header was changed")]
    [InlineData("matter", "header was changed")]
    [InlineData("title", "header was changed")]
    [InlineData("agenda", "header was changed")]
    [InlineData("owners", "roll is not the one")]
    [InlineData("two choices", "cannot be read")]
    [InlineData("cut", "cannot be read")]
    [InlineData("unknown", "cannot be read")]
    public async Task one_change_is_found(string change, string found)
    {
        var vote = await VoteAsync();
        using var verifier = new Verifier();

        var (code, output) = await verifier.RunAsync(Tampered(vote.Archive, change));

        Assert.Contains(found, output, StringComparison.Ordinal);
        Assert.Equal(1, code);
    }

    [Theory]
    [InlineData("removed", "a ballot was removed: tracker")]
    [InlineData("forged", "was added: no such tracker is published")]
    public async Task the_public_list_names_the_ballot(string change, string found)
    {
        var vote = await VoteAsync();
        using var verifier = new Verifier();

        var (code, output) = await verifier.RunAsync(
            Tampered(vote.Archive, change), ("--trackers", string.Join('\n', vote.Trackers)));

        Assert.Contains(found, output, StringComparison.Ordinal);
        Assert.Equal(1, code);
    }

    [Fact]
    public async Task another_votes_receipt_and_another_key_are_refused()
    {
        var (vote, other) = (await VoteAsync(), await VoteAsync());
        using var verifier = new Verifier();

        var (code, output) = await verifier.RunAsync(vote.Archive, ("--receipt", other.Receipts[0]));
        Assert.Equal((1, true), (code, output.Contains("not of this vote", StringComparison.Ordinal)));
        (code, output) = await verifier.RunAsync(vote.Archive, ("--key", new string('0', 64)));
        Assert.Equal((1, true), (code, output.Contains("signed by another key", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task half_a_list_accuses_nobody()
    {
        var vote = await VoteAsync();
        using var verifier = new Verifier();

        var (code, output) = await verifier.RunAsync(
            vote.Archive, ("--trackers", string.Join('\n', vote.Trackers[..3])));

        Assert.Contains("has 3 trackers, 8 were signed", output, StringComparison.Ordinal);
        Assert.Equal(2, code);
    }

    [Fact, Trait("rule", "VOTE-25")]
    public async Task a_vote_by_the_silence_rule_is_recounted_with_its_delivered_units()
    {
        var (office, units) = (service.NewOffice(), Estates.Of(12));
        var roll = await office.FreezeAsync(await office.RegisterAsync(units));
        var motion = await office.OpenAsync(
            roll, silenceRule: new { clause = "议事规则第十二条", noticeShowedConsequence = true });
        (await office.ImportAsync(motion, "building,entrance,room,choice,channel,cast_at\n" +
            "1,1,101,FOR,PAPER,2023-05-20 09:02:00\n1,1,102,FOR,DOOR_TO_DOOR,2023-05-20 09:03:00\n" +
            "1,1,103,AGAINST,PAPER,2023-05-20 09:04:00\n")).Expect(HttpStatusCode.Created);
        var receipts = (await office.TallyClerk.GetAsync($"/api/v1/motions/{motion}/receipts"))
            .Expect(HttpStatusCode.OK);
        (await office.CloseAsync(motion, new { deliveredUnits = units[..10].Select(u => u.UnitId) }))
            .Expect(HttpStatusCode.OK);
        using var verifier = new Verifier();

        var receipt = receipts.Json.GetProperty("items")[1].GetRawText();
        var (code, output) = await verifier.RunAsync(await ArchiveAsync(office, motion), ("--receipt", receipt));

        Assert.Contains("strict=[FailedQuorum", output, StringComparison.Ordinal);
        Assert.Equal(0, code);
        var trackers = await TrackersAsync(motion);
        Assert.Equal(3, trackers.Length);
        Assert.All(receipts.Json.GetProperty("items").EnumerateArray(), receipt =>
            Assert.Contains(receipt.GetProperty("tracker").GetString(), trackers));
        Assert.DoesNotContain("\"choice\"", receipts.Text);
    }

    [Fact, Trait("rule", "PRIV-14")]
    public async Task nothing_is_opened_before_the_close_and_nothing_for_those_who_may_not()
    {
        var office = service.NewOffice();
        var motion = await office.OpenAsync(await office.FreezeAsync(await office.RegisterAsync(Estates.Of(3))));
        (await office.CastAsync(motion, "101", "FOR")).Expect(HttpStatusCode.Created);
        var archive = $"/api/v1/motions/{motion}/archive";

        (await office.TallyClerk.GetAsync(archive)).ExpectProblem(HttpStatusCode.Conflict, "motions.wrong_status");
        (await service.Host.Anonymous().GetAsync($"/api/v1/motions/{motion}/trackers"))
            .ExpectProblem(HttpStatusCode.NotFound, "motions.not_tallied");
        (await office.CloseAsync(motion)).Expect(HttpStatusCode.OK);

        (await office.Clerk.GetAsync(archive)).Expect(HttpStatusCode.Forbidden);
        (await service.NewOffice().TallyClerk.GetAsync(archive)).Expect(HttpStatusCode.NotFound);
        (await office.As(Roles.Auditor).GetAsync(archive)).Expect(HttpStatusCode.OK);
        var list = (await service.Host.Anonymous().GetAsync($"/api/v1/motions/{motion}/trackers")).Text;
        Assert.DoesNotContain("101", list.Split("\"items\"")[1]);
        Assert.DoesNotContain("choice", list);
        Assert.True(await service.Host.QueryAsync<long>("select count(*) from platform.audit where action = " +
            $"'archive.export' and subject_id = '{motion}'") >= 1, "The export left no audit row.");
    }

    private async Task<Vote> VoteAsync()
    {
        var office = service.NewOffice();
        var motion = await office.OpenAsync(await office.FreezeAsync(await office.RegisterAsync(Estates.Of(12))), "M7");
        var receipts = new List<string>();
        for (var i = 1; i <= 8; i++)
        {
            var cast = await office.CastAsync(motion, $"{100 + i}", i <= 6 ? "FOR" : "AGAINST");
            receipts.Add(cast.Expect(HttpStatusCode.Created).Text);
        }
        (await office.CloseAsync(motion)).Expect(HttpStatusCode.OK);
        return new Vote(await ArchiveAsync(office, motion), [.. receipts], await TrackersAsync(motion));
    }

    private static async Task<string> ArchiveAsync(Office office, Guid motion) =>
        (await office.As(Roles.Auditor).GetAsync($"/api/v1/motions/{motion}/archive")).Expect(HttpStatusCode.OK).Text;

    private async Task<string[]> TrackersAsync(Guid motion)
    {
        var all = new List<string>();
        for (string? after = ""; after is not null;)
        {
            var page = (await service.Host.Anonymous().GetAsync(
                $"/api/v1/motions/{motion}/trackers?limit=3&after={after}")).Expect(HttpStatusCode.OK);
            all.AddRange(page.Json.GetProperty("items").EnumerateArray().Select(t => t.GetString()!));
            after = page.Json.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        return [.. all];
    }

    private static string TrackerOf(string receipt) =>
        JsonDocument.Parse(receipt).RootElement.GetProperty("tracker").GetString()!;

    // Lines: the header, twelve units, eight ballots.
    private static string Tampered(string archive, string change)
    {
        var lines = archive.TrimEnd('\n').Split('\n').ToList();
        switch (change)
        {
            case "changed": lines[^1] = lines[^1].Replace("AGAINST", "FOR", StringComparison.Ordinal); break;
            case "removed": lines.RemoveAt(lines.Count - 1); break;
            case "repeated": lines.Add(lines[^1]); break;
            case "forged": lines[^1] = Forged(lines); break;
            case "area": lines[1] = lines[1].Replace(":10000,", ":10001,", StringComparison.Ordinal); break;
            case "unit": lines.RemoveAt(12); break;
            case "result": lines[0] = lines[0].Replace("Passed", "FailedApproval", StringComparison.Ordinal); break;
            case "matter": lines[0] = lines[0].Replace("\"M7\"", "\"M5\"", StringComparison.Ordinal); break;
            case "title": lines[0] = lines[0].Replace("电梯大修", "电梯更换", StringComparison.Ordinal); break;
            case "agenda": lines[0] = lines[0].Replace("十八部", "十七部", StringComparison.Ordinal); break;
            case "owners": lines[1] = lines[1].Replace("[\"P", "[\"X\",\"P", StringComparison.Ordinal); break;
            case "two choices":
                lines[^1] = lines[^1].Replace("\"choice\"", "\"choice\":\"FOR\",\"choice\"",
                StringComparison.Ordinal); break;
            case "cut": lines[^1] = lines[^1][..40]; break;
            case "unknown": lines[^1] = lines[^1].Replace("\"salt\"", "\"pepper\"", StringComparison.Ordinal); break;
            default: throw new ArgumentOutOfRangeException(nameof(change), change, null);
        }
        return string.Join('\n', lines);
    }

    // Whoever knows the forms can make a paper that fits its tracker; the signed root does not know it.
    private static string Forged(List<string> lines)
    {
        var motion = JsonSerializer.Deserialize<ArchiveLine>(lines[0], ArchiveText.Json)!.Motion!.MotionId;
        var last = JsonSerializer.Deserialize<ArchiveLine>(lines[^1], ArchiveText.Json)!.Ballot!;
        var paper = last with { Choice = "FOR" };
        var ballot = paper with { Tracker = VoteProof.Tracker(motion, paper) };
        return JsonSerializer.Serialize(new ArchiveLine(Ballot: ballot), ArchiveText.Json);
    }

    private sealed record Vote(string Archive, string[] Receipts, string[] Trackers);
}
